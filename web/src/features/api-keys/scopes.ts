import type { Scope } from "@handset/functions/schema/api-key.ts";

export const SCOPE_MEANINGS: Record<Scope, { name: string; meaning: string }> = {
  "messages:send": { name: "Send", meaning: "Send and cancel texts" },
  "messages:read": { name: "Read messages", meaning: "Read texts, in and out" },
  "conversations:write": {
    name: "Manage conversations",
    meaning: "Name, assign and archive conversations",
  },
  "devices:read": { name: "Read phones", meaning: "List phones and their state" },
  "devices:write": { name: "Manage phones", meaning: "Pair, change and remove phones" },
  "balance:read": { name: "Read balance", meaning: "Read balance and usage" },
  "webhooks:read": { name: "Read webhooks", meaning: "List webhooks and deliveries" },
  "webhooks:write": { name: "Manage webhooks", meaning: "Add and remove webhooks" },
  "account:admin": { name: "Administer", meaning: "Manage team, keys, settings and payments" },
};
