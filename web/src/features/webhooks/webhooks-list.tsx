import { Plus, Webhook } from "lucide-react";
import { useState } from "react";
import { useAccount } from "../../account.tsx";
import { ApiError, useApi } from "../../api.ts";
import { ApiFailure } from "../../problem-notice.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, Page } from "../../ui/page.tsx";
import { Empty, Skeleton } from "../../ui/states.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { useResource } from "../../use-resource.ts";
import { type ApiWebhook, listWebhooks } from "./actions.ts";
import { CreateDialog } from "./create-dialog.tsx";
import { RemoveDialog } from "./remove-dialog.tsx";
import styles from "./webhooks-list.module.css";

export function WebhooksList() {
  const { id } = useAccount();
  const api = useApi();
  const webhooks = useResource(`webhooks ${id}`, () => listWebhooks(api, id));
  const [isAdding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<ApiWebhook | null>(null);
  const isMissing =
    webhooks.state === "error" &&
    webhooks.error instanceof ApiError &&
    (webhooks.error.status === 404 || webhooks.error.status === 405);
  const reload = webhooks.state === "loading" ? () => {} : webhooks.reload;
  const add = (
    <Button look="primary" icon={<Plus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      Add a webhook
    </Button>
  );
  return (
    <Page
      title="Webhooks"
      lead="Your own address is told of each text in, and of what became of each text out."
      actions={!isMissing && add}
    >
      {webhooks.state === "loading" && <Skeleton rows={3} />}
      {isMissing && (
        <Card>
          <Empty icon={<Webhook />} title="This server has no webhooks yet">
            Update it to a version that has them. Until then the API’s message list tells the same.
          </Empty>
        </Card>
      )}
      {webhooks.state === "error" && !isMissing && (
        <ApiFailure error={webhooks.error} onRetry={webhooks.reload} />
      )}
      {webhooks.state === "ready" &&
        (webhooks.value.data.length > 0 ? (
          <Card isFlush>
            <Table
              caption="Webhooks"
              columns={columns(setRemoving)}
              rows={webhooks.value.data}
              rowKey={(webhook) => webhook.id}
            />
          </Card>
        ) : (
          <Card>
            <Empty icon={<Webhook />} title="No webhook yet" action={add}>
              Add the address of your own program, or of Zapier, Make or n8n.
            </Empty>
          </Card>
        ))}
      {isAdding && <CreateDialog onCreated={reload} onClose={() => setAdding(false)} />}
      {removing && (
        <RemoveDialog webhook={removing} onRemoved={reload} onClose={() => setRemoving(null)} />
      )}
    </Page>
  );
}

function columns(onRemove: (webhook: ApiWebhook) => void): Column<ApiWebhook>[] {
  return [
    {
      key: "url",
      title: "Address",
      isWide: true,
      isHeadline: true,
      render: (webhook) => (
        <span className={styles.url}>
          {webhook.url} {webhook.is_active === false && <Badge tone="bad">Switched off</Badge>}
        </span>
      ),
    },
    {
      key: "events",
      title: "Told of",
      render: (webhook) => (
        <span className={styles.events}>
          {webhook.event_types.map((type) => (
            <Badge key={type}>{type}</Badge>
          ))}
        </span>
      ),
    },
    {
      key: "actions",
      title: <span className="visually-hidden">Actions</span>,
      align: "end",
      render: (webhook) => (
        <Button look="ghost" onClick={() => onRemove(webhook)}>
          Remove
        </Button>
      ),
    },
  ];
}
