import type { ApiDelivery, ApiWebhook } from "@handset/functions/schema/api/webhook.ts";

/** The request of a delivery as a command for a POSIX shell. It bears no signature: the secret is nowhere to be read. */
export function toCurl(
  { url, header_names }: Pick<ApiWebhook, "url" | "header_names">,
  { event_id, payload }: Pick<ApiDelivery, "event_id" | "payload">,
): string {
  const headers = [
    "content-type: application/json",
    "user-agent: Handset-Webhooks/1",
    `webhook-id: ${event_id}`,
    ...header_names.map((name) => `${name}: VALUE`),
  ];
  return [
    `curl -X POST ${quoted(url)}`,
    ...headers.map((header) => `  -H ${quoted(header)}`),
    '  -H "webhook-timestamp: $(date +%s)"',
    `  --data-raw ${quoted(payload)}`,
  ].join(" \\\n");
}

/** A shell takes nothing within for its own. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
