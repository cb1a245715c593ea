import { SubscribableEventType } from "@handset/functions/schema/event.ts";
import { useState } from "react";
import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { FormDialog } from "../../form-dialog.tsx";
import { fieldError } from "../../problem-notice.tsx";
import { Field } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import { useAction } from "../../ui/use-action.ts";
import { createWebhook } from "./actions.ts";
import { SecretDialog } from "./secret-dialog.tsx";
import { EVENT_MEANINGS } from "./wording.ts";

interface Props {
  onCreated: () => void;
  onClose: () => void;
}

export function CreateDialog({ onCreated, onClose }: Props) {
  const { id } = useAccount();
  const api = useApi();
  const [url, setUrl] = useState("");
  const [description, setDescription] = useState("");
  const [events, setEvents] = useState<SubscribableEventType[]>(["message.received"]);
  const [secret, setSecret] = useState<string | null>(null);
  const create = useAction(async () => {
    const created = await createWebhook(api, id, {
      url: url.trim(),
      events,
      description: description.trim(),
    });
    setSecret(created.secret);
    onCreated();
  });
  if (secret) return <SecretDialog secret={secret} onClose={onClose} />;
  const toggle = (event: SubscribableEventType) =>
    setEvents(events.includes(event) ? events.filter((e) => e !== event) : [...events, event]);
  return (
    <FormDialog
      title="Add a webhook"
      action={create}
      submitLabel="Add webhook"
      fields={["url", "description"]}
      canSubmit={events.length > 0}
      onClose={onClose}
    >
      <Field label="URL" error={fieldError(create.error, "url")}>
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
      <Field label="Description" error={fieldError(create.error, "description")}>
        {(control) => (
          <input
            {...control}
            maxLength={200}
            value={description}
            onChange={(event) => setDescription(event.target.value)}
          />
        )}
      </Field>
      <fieldset className={form.choices}>
        <legend>Events</legend>
        {SubscribableEventType.options.map((event) => (
          <label key={event} className={form.check}>
            <input
              type="checkbox"
              checked={events.includes(event)}
              onChange={() => toggle(event)}
            />
            <span>
              {EVENT_MEANINGS[event]}
              <small>
                <code>{event}</code>
              </small>
            </span>
          </label>
        ))}
      </fieldset>
    </FormDialog>
  );
}
