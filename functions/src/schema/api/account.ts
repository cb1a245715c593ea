import { z } from "zod";
import { Scope } from "../api-key.ts";
import { ApiTime } from "./message.ts";

export const ApiApiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string().meta({ description: "The key's first characters." }),
    scopes: z.array(Scope),
    spend_per_day_max: z.int().nullable(),
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
    spend_per_day_max: z.int().nonnegative().optional().meta({
      description: "What the key may spend in a day of UTC, in millionths of the currency.",
    }),
    expires_at: ApiTime.optional(),
  })
  .meta({ id: "IssueApiKeyRequest" });

export const IssuedApiKey = ApiApiKey.extend({
  key: z.string().meta({ description: "Shown in this answer only." }),
}).meta({ id: "IssuedApiKey" });
