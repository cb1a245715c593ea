import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Payments } from "../billing/payments.ts";
import type { BillingTerms } from "../billing/terms.ts";
import type { Context, Services, User } from "../context.ts";
import { ERRORS, type ErrorCode } from "../errors.ts";
import type { AcceptMessages } from "../messages/accept.ts";
import type { QuoteMessages } from "../messages/quote.ts";
import { Problem } from "../schema/problem.ts";

/** What a request carries once it is authenticated. */
export interface ApiEnv {
  Variables: {
    requestId: string;
    ctx: Context;
    /** In place of `ctx` on the few operations that need no account. */
    user: User;
  };
}

export type Api = OpenAPIHono<ApiEnv>;

/** What the routes share, made once an instance. */
export interface ApiDependencies {
  services: Services;
  acceptMessages: AcceptMessages;
  quoteMessages: QuoteMessages;
  billing: BillingTerms;
  /** Null: no top-ups. */
  payments: Payments | null;
}

export const security: Record<string, string[]>[] = [{ apiKey: [] }, { idToken: [] }];
export const userSecurity: Record<string, string[]>[] = [{ idToken: [] }];

/** Answers that any call may get. */
const ALWAYS: ErrorCode[] = ["unauthenticated", "missing_scope", "internal", "unavailable"];

/** The refusals of an operation, for its description: one entry a status. */
export function refusals(...codes: ErrorCode[]) {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of [...ALWAYS, ...codes]) {
    const { status } = ERRORS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, names]) => [
      status,
      {
        description: names.map((name) => `\`${name}\`: ${ERRORS[name].title}.`).join(" "),
        content: {
          "application/problem+json": {
            schema: Problem,
            examples: Object.fromEntries(
              names.map((name) => [name, { $ref: `#/components/examples/${name}` }]),
            ),
          },
        },
      },
    ]),
  );
}

export function json<T>(schema: T, description: string) {
  return { description, content: { "application/json": { schema } } };
}

export function jsonBody<T>(schema: T) {
  return { required: true, content: { "application/json": { schema } } };
}
