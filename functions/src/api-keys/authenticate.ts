import DataLoader from "dataloader";
import type { Context, Services } from "../context.ts";
import { GatewayError } from "../errors.ts";
import { sha256 } from "../ids.ts";
import type { ApiKey } from "../schema/api-key.ts";
import { readApiKeys } from "./store.ts";

const KEY = /^hs_live_[0-9A-Za-z]{43}$/;

/**
 * Looks keys up, so that calls which arrive together share one read. Nothing is remembered between reads: a revoked key is
 * refused at once.
 */
export function createApiKeyAuthenticator(services: Services): (key: string) => Promise<Context> {
  const loader = new DataLoader<string, ApiKey | null>(
    (hashes) => readApiKeys(services.db, [...new Set(hashes)]).then(inOrderOf(hashes)),
    { cache: false, maxBatchSize: 100, batchScheduleFn: (callback) => setImmediate(callback) },
  );
  return async (key) => {
    const found = KEY.test(key) ? await loader.load(sha256(key)) : null;
    if (found === null) throw unauthenticated("This API key is not known.");
    if (found.revokedAt !== null) throw unauthenticated("This API key was revoked.");
    if (found.expiresAt !== null && found.expiresAt <= services.now()) {
      throw unauthenticated("This API key has expired.");
    }
    return {
      ...services,
      accountId: found.accountId,
      actor: { type: "api_key", id: found.id },
      scopes: found.scopes,
      spendPerDayMax: found.spendPerDayMax,
    };
  };
}

function inOrderOf(hashes: readonly string[]) {
  const distinct = [...new Set(hashes)];
  return (keys: (ApiKey | null)[]) => hashes.map((hash) => keys[distinct.indexOf(hash)] ?? null);
}

function unauthenticated(message: string): GatewayError {
  return new GatewayError("unauthenticated", `${message} Make a new one in the dashboard.`);
}
