import { Handset, type HandsetOptions } from "@handset/client/handset.ts";
import { HandsetError } from "@handset/client/handset-error.ts";
import { createContext, use } from "react";
import type { z } from "zod";

export type Api = Handset;

export const ApiContext = createContext<Api | null>(null);

export function useApi(): Api {
  const api = use(ApiContext);
  if (!api) throw new Error("No API here: the page is outside its provider.");
  return api;
}

/** For what the server asks of others, who have 15 to 20 seconds: Stripe, a webhook's address. */
export const SLOW_TIMEOUT_MS = 45_000;

/** Somebody waits before the screen: they are told soon, and a long wait is theirs to decide. */
export function createApi(
  token: () => Promise<string | null>,
  options: Pick<HandsetOptions, "fetch" | "sleep"> = {},
): Api {
  return new Handset({
    token,
    baseUrl: location.origin,
    retries: 2,
    timeoutMs: 15_000,
    waitMsMax: 5_000,
    ...options,
  });
}

/** An answer of the expected shape; the schema must be of what the operation answers. */
export async function parsed<Expected, Output extends Expected>(
  schema: z.ZodType<Output>,
  answer: Promise<Expected>,
): Promise<Output> {
  const result = schema.safeParse(await answer);
  if (result.success) return result.data;
  console.error("The server's answer has not the expected shape.", result.error);
  throw new HandsetError({
    status: 200,
    code: "unexpected_answer",
    detail: "The server's answer was not understood. Reload the page: it may have been updated.",
  });
}
