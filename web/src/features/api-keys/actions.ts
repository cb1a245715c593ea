import { ApiKeyList, IssuedApiKey } from "@handset/functions/schema/api/account.ts";
import type { Scope } from "@handset/functions/schema/api-key.ts";
import { type Api, parsed } from "../../api.ts";

export const listApiKeys = (api: Api, accountId: string) =>
  parsed(ApiKeyList, api.call("listApiKeys", {}, { accountId }));

export interface NewApiKey {
  name: string;
  scopes: Scope[];
  spendPerDayMax: number | null;
  expiresAt: Date | null;
}

export const issueApiKey = (api: Api, accountId: string, key: NewApiKey) => {
  const body = {
    name: key.name,
    scopes: key.scopes,
    ...(key.spendPerDayMax === null ? {} : { spend_per_day_max: key.spendPerDayMax }),
    ...(key.expiresAt ? { expires_at: key.expiresAt.toISOString() } : {}),
  };
  return parsed(IssuedApiKey, api.call("issueApiKey", { body }, { accountId }));
};

export const revokeApiKey = (api: Api, accountId: string, id: string) =>
  api.call("revokeApiKey", { path: { id } }, { accountId });
