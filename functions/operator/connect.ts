import type { Context, Services } from "../src/context.ts";
import { ALL_SCOPES } from "../src/schema/api-key.ts";
import { getServices } from "../src/services.ts";

/** The product's services, on the database that the environment names. */
export function connect(): Services {
  return getServices();
}

/** On behalf of whoever runs the deployment, by the name that they gave. */
export function operatorContext(services: Services, accountId: string, name: string): Context {
  return { ...services, accountId, actor: { type: "operator", id: name }, scopes: ALL_SCOPES };
}

/** A mistake in how a command was called, that its message explains. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
