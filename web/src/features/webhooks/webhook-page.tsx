import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { to } from "../../paths.ts";
import { ApiFailure } from "../../problem-notice.tsx";
import { ButtonLink } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { Skeleton } from "../../ui/states.tsx";
import { useResource } from "../../use-resource.ts";
import { readWebhook } from "./actions.ts";
import { Deliveries } from "./deliveries.tsx";
import { WebhookMenu } from "./webhook-menu.tsx";
import { DISABLED_MEANINGS } from "./wording.ts";

/** One webhook, and what was delivered to it. */
export function WebhookPage({ webhookId }: { webhookId: string }) {
  const { id } = useAccount();
  const api = useApi();
  const webhook = useResource(`webhook ${webhookId}`, () => readWebhook(api, id, webhookId));
  const all = (
    <ButtonLink look="ghost" to={to.webhooks(id)}>
      All webhooks
    </ButtonLink>
  );
  if (webhook.state === "loading") return <Skeleton rows={8} />;
  if (webhook.state === "error") {
    return (
      <Page title="Webhook" actions={all}>
        <ApiFailure error={webhook.error} onRetry={webhook.reload} />
      </Page>
    );
  }
  const { url, events, disabled } = webhook.value;
  return (
    <Page
      title={new URL(url).host}
      lead={`${url}: ${events.join(", ")}`}
      actions={
        <>
          {all}
          <WebhookMenu webhook={webhook.value} onChanged={webhook.reload} />
        </>
      }
    >
      {disabled && (
        <Notice
          tone={disabled.reason === "owner" ? "info" : "bad"}
          title={DISABLED_MEANINGS[disabled.reason]}
        >
          {disabled.detail} Switch it on again from the menu above.
        </Notice>
      )}
      <Deliveries webhook={webhook.value} />
    </Page>
  );
}
