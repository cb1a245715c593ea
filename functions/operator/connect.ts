import type { Services } from "../src/context.ts";
import { getServices } from "../src/services.ts";

/** The product's services, on the database that the environment names. */
export function connect(): Services {
  return getServices();
}

/** A mistake in how a command was called, that its message explains. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
