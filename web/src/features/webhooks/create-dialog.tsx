import { useState } from "react";
import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { fieldError, ProblemNotice } from "../../problem-notice.tsx";
import { Button } from "../../ui/button.tsx";
import { Copyable } from "../../ui/copyable.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import { Notice } from "../../ui/notice.tsx";
import { useAction } from "../../ui/use-action.ts";
import { createWebhook, EVENT_MEANINGS, EVENT_TYPES, type EventType } from "./actions.ts";

interface Props {
  onCreated: () => void;
  onClose: () => void;
}

export function CreateDialog({ onCreated, onClose }: Props) {
  const { id } = useAccount();
  const api = useApi();
  const [url, setUrl] = useState("");
  const [types, setTypes] = useState<EventType[]>(["message.received"]);
  const [secret, setSecret] = useState<string | null>(null);
  const create = useAction(async () => {
    const created = await createWebhook(api, id, url.trim(), types);
    setSecret(created.secret);
    onCreated();
  });
  if (secret) return <CreatedDialog secret={secret} onClose={onClose} />;
  const toggle = (type: EventType) =>
    setTypes(types.includes(type) ? types.filter((t) => t !== type) : [...types, type]);
  return (
    <Dialog title="Add a webhook" onClose={onClose}>
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          void create.run();
        }}
      >
        <Field label="Address" error={fieldError(create.error, "url")}>
          {(control) => (
            <input
              {...control}
              type="url"
              required
              placeholder="https://example.com/sms"
              value={url}
              onChange={(event) => setUrl(event.target.value)}
            />
          )}
        </Field>
        <div>
          {EVENT_TYPES.map((type) => (
            <label key={type} className={form.check}>
              <input type="checkbox" checked={types.includes(type)} onChange={() => toggle(type)} />
              <span>
                {EVENT_MEANINGS[type]} <code>{type}</code>
              </span>
            </label>
          ))}
        </div>
        <ProblemNotice error={create.error} />
        <div className={form.actions}>
          <Button type="submit" look="primary" isBusy={create.isBusy} disabled={types.length === 0}>
            Add it
          </Button>
          <Button look="ghost" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function CreatedDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Dialog
      title="Its signing secret"
      isSticky
      onClose={onClose}
      footer={
        <Button look="primary" onClick={onClose}>
          I have it
        </Button>
      }
    >
      <Notice tone="warn">
        It is shown this once. With it your program checks that a call comes from here.
      </Notice>
      <Copyable value={secret} label="the signing secret" />
    </Dialog>
  );
}
