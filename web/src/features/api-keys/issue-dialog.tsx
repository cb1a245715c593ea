import { Scope } from "@handset/functions/schema/api-key.ts";
import { useState } from "react";
import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { FormDialog } from "../../form-dialog.tsx";
import { fieldError } from "../../problem-notice.tsx";
import { microsOf, moneyStep } from "../../sms/money.ts";
import { Button } from "../../ui/button.tsx";
import { Copyable } from "../../ui/copyable.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import { Notice } from "../../ui/notice.tsx";
import { useAction } from "../../ui/use-action.ts";
import { issueApiKey } from "./actions.ts";
import { SCOPE_MEANINGS } from "./scopes.ts";

interface Props {
  onIssued: () => void;
  onClose: () => void;
}

const DAY_MS = 86_400_000;
const LIFETIMES = [
  { days: 0, label: "Never" },
  { days: 30, label: "In 30 days" },
  { days: 90, label: "In 90 days" },
  { days: 365, label: "In a year" },
];

export function IssueDialog({ onIssued, onClose }: Props) {
  const { id, account } = useAccount();
  const api = useApi();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<Scope[]>(["messages:send", "messages:read"]);
  const [cap, setCap] = useState("");
  const [days, setDays] = useState(0);
  const [key, setKey] = useState<string | null>(null);
  const issue = useAction(async () => {
    const expiresAt = days > 0 ? new Date(Date.now() + days * DAY_MS) : null;
    const issued = await issueApiKey(api, id, {
      name: name.trim(),
      scopes,
      spendPerDayMax: microsOf(cap),
      expiresAt,
    });
    setKey(issued.key);
    onIssued();
  });
  if (key) return <IssuedDialog apiKey={key} onClose={onClose} />;
  const toggle = (scope: Scope) =>
    setScopes(scopes.includes(scope) ? scopes.filter((s) => s !== scope) : [...scopes, scope]);
  return (
    <FormDialog
      title="New API key"
      action={issue}
      submitLabel="Create key"
      fields={["name", "spend_per_day_max", "expires_at"]}
      canSubmit={scopes.length > 0}
      onClose={onClose}
    >
      <Field label="Name" hint="Which program it is for" error={fieldError(issue.error, "name")}>
        {(control) => (
          <input
            {...control}
            required
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <fieldset className={form.choices}>
        <legend>Scopes</legend>
        {Scope.options.map((scope) => (
          <label key={scope} className={form.check}>
            <input
              type="checkbox"
              checked={scopes.includes(scope)}
              onChange={() => toggle(scope)}
            />
            <span>
              {SCOPE_MEANINGS[scope].meaning}
              <small>
                <code>{scope}</code>
              </small>
            </span>
          </label>
        ))}
      </fieldset>
      {account.pricePerSegment > 0 && (
        <Field
          label={`Daily spend cap (${account.currency})`}
          hint="Empty: no cap. Sends beyond it are refused until midnight UTC."
          error={fieldError(issue.error, "spend_per_day_max")}
        >
          {(control) => (
            <input
              {...control}
              type="number"
              min={0}
              step={moneyStep(account.currency)}
              value={cap}
              onChange={(event) => setCap(event.target.value)}
            />
          )}
        </Field>
      )}
      <Field label="Expires" error={fieldError(issue.error, "expires_at")}>
        {(control) => (
          <select
            {...control}
            value={days}
            onChange={(event) => setDays(Number(event.target.value))}
          >
            {LIFETIMES.map((lifetime) => (
              <option key={lifetime.days} value={lifetime.days}>
                {lifetime.label}
              </option>
            ))}
          </select>
        )}
      </Field>
    </FormDialog>
  );
}

function IssuedDialog({ apiKey, onClose }: { apiKey: string; onClose: () => void }) {
  return (
    <Dialog
      title="Your new key"
      isSticky
      onClose={onClose}
      footer={
        <Button look="primary" onClick={onClose}>
          I have saved it
        </Button>
      }
    >
      <Notice tone="warn">
        It is shown this once. Put it where your program reads its secrets.
      </Notice>
      <Copyable value={apiKey} label="the API key" />
    </Dialog>
  );
}
