import { ApiKeyList, IssuedApiKey } from "@handset/functions/schema/api/account.ts";
import type { Scope } from "@handset/functions/schema/api-key.ts";
import { z } from "zod";
import type { Api } from "../../api.ts";

export const listApiKeys = (api: Api, accountId: string) =>
  api({ path: "/api-keys", answer: ApiKeyList, accountId });

export interface NewApiKey {
  name: string;
  scopes: Scope[];
  spendPerDayMax: number | null;
  expiresAt: Date | null;
}

export const issueApiKey = (api: Api, accountId: string, key: NewApiKey) =>
  api({
    method: "POST",
    path: "/api-keys",
    body: {
      name: key.name,
      scopes: key.scopes,
      ...(key.spendPerDayMax === null ? {} : { spend_per_day_max: key.spendPerDayMax }),
      ...(key.expiresAt ? { expires_at: key.expiresAt.toISOString() } : {}),
    },
    answer: IssuedApiKey,
    accountId,
  });

export const revokeApiKey = (api: Api, accountId: string, keyId: string) =>
  api({ method: "DELETE", path: `/api-keys/${keyId}`, answer: z.unknown(), accountId });
