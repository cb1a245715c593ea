import type { ApiWebhook } from "@handset/functions/schema/api/webhook.ts";
import { Ellipsis, FlaskConical, KeyRound, Power, Trash2 } from "lucide-react";
import { useState } from "react";
import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { ProblemNotice } from "../../problem-notice.tsx";
import { IconButton } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { LazyMenu } from "../../ui/lazy-menu.tsx";
import { useToast } from "../../ui/toast.tsx";
import { useAction } from "../../ui/use-action.ts";
import { rotateSecret, switchOff, switchOn, testWebhook } from "./actions.ts";
import { RemoveDialog } from "./remove-dialog.tsx";
import { SecretDialog } from "./secret-dialog.tsx";

interface Props {
  webhook: ApiWebhook;
  onChanged: () => void;
}

export function WebhookMenu({ webhook, onChanged }: Props) {
  const { id } = useAccount();
  const api = useApi();
  const toast = useToast();
  const [asked, setAsked] = useState<"remove" | "rotate" | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const tell = (error: unknown) =>
    toast(error instanceof Error ? error.message : "That did not work. Try again.");
  const flip = async () => {
    await (webhook.active ? switchOff : switchOn)(api, id, webhook.id);
    onChanged();
  };
  const test = async () => {
    const { status, attempts } = await testWebhook(api, id, webhook.id);
    const last = attempts.at(-1);
    toast(
      status === "delivered"
        ? `It answered ${last?.status_code} after ${last?.duration_ms} ms.`
        : `The test failed. ${last?.error ?? "Nothing answered."}`,
    );
    onChanged();
  };
  return (
    <>
      <LazyMenu
        trigger={
          <IconButton label={`More for ${webhook.url}`}>
            <Ellipsis size={18} aria-hidden />
          </IconButton>
        }
        entries={[
          {
            kind: "action",
            label: "Send a test",
            icon: <FlaskConical size={16} aria-hidden />,
            onSelect: () => void test().catch(tell),
          },
          {
            kind: "action",
            label: webhook.active ? "Disable" : "Enable",
            icon: <Power size={16} aria-hidden />,
            onSelect: () => void flip().catch(tell),
          },
          {
            kind: "action",
            label: "Rotate signing secret",
            icon: <KeyRound size={16} aria-hidden />,
            onSelect: () => setAsked("rotate"),
          },
          { kind: "line" },
          {
            kind: "action",
            label: "Remove",
            icon: <Trash2 size={16} aria-hidden />,
            isDanger: true,
            onSelect: () => setAsked("remove"),
          },
        ]}
      />
      {asked === "remove" && (
        <RemoveDialog webhook={webhook} onRemoved={onChanged} onClose={() => setAsked(null)} />
      )}
      {asked === "rotate" && (
        <RotateDialog webhookId={webhook.id} onRotated={setSecret} onClose={() => setAsked(null)} />
      )}
      {secret && <SecretDialog secret={secret} onClose={() => setSecret(null)} />}
    </>
  );
}

interface RotateProps {
  webhookId: string;
  onRotated: (secret: string) => void;
  onClose: () => void;
}

function RotateDialog({ webhookId, onRotated, onClose }: RotateProps) {
  const { id } = useAccount();
  const api = useApi();
  const rotate = useAction(async () => {
    onRotated((await rotateSecret(api, id, webhookId)).secret);
    onClose();
  });
  return (
    <ConfirmDialog
      title="Rotate the signing secret?"
      confirm="Rotate"
      isBusy={rotate.isBusy}
      onConfirm={() => void rotate.run()}
      onClose={onClose}
    >
      <p>For a day each call is signed with both, so that nothing is lost while you change it.</p>
      <ProblemNotice error={rotate.error} />
    </ConfirmDialog>
  );
}
