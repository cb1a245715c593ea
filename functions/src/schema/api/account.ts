import { z } from "zod";
import { Scope } from "../api-key.ts";
import { Currency } from "../money.ts";
import { ApiTime } from "./message.ts";

export const BalanceResponse = z
  .object({
    balance: z.int().meta({ description: "In millionths of the currency." }),
    currency: Currency,
    price_per_segment: z.int().meta({ description: "In millionths of the currency." }),
  })
  .meta({ id: "Balance" });

export const ApiApiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string().meta({ description: "The key's first characters." }),
    scopes: z.array(Scope),
    expires_at: ApiTime.nullable(),
    revoked_at: ApiTime.nullable(),
    created_at: ApiTime,
  })
  .meta({ id: "ApiKey" });
export type ApiApiKey = z.infer<typeof ApiApiKey>;

export const ApiKeyList = z.object({ data: z.array(ApiApiKey) }).meta({ id: "ApiKeyList" });

export const IssueApiKeyRequest = z
  .strictObject({
    name: z.string().trim().min(1).max(80),
    scopes: z.array(Scope).min(1),
    expires_at: ApiTime.optional(),
  })
  .meta({ id: "IssueApiKeyRequest" });

export const IssuedApiKey = ApiApiKey.extend({
  key: z.string().meta({ description: "Shown in this answer only." }),
}).meta({ id: "IssuedApiKey" });
