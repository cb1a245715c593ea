import type { ApiWebhook } from "@handset/functions/schema/api/webhook.ts";
import { Badge } from "../../ui/badge.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { DISABLED_MEANINGS } from "./wording.ts";

export function WebhookState({ webhook }: { webhook: ApiWebhook }) {
  if (webhook.disabled) {
    return (
      <span title={`${DISABLED_MEANINGS[webhook.disabled.reason]}. ${webhook.disabled.detail}`}>
        <Badge tone={webhook.disabled.reason === "owner" ? "neutral" : "bad"}>Disabled</Badge>
      </span>
    );
  }
  if (webhook.failing_since) {
    return (
      <Badge tone="warn">
        Failing, since <RelativeTime at={new Date(webhook.failing_since)} />
      </Badge>
    );
  }
  return <Badge tone="good">Active</Badge>;
}
