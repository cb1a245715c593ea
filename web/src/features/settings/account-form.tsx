import { useState } from "react";
import { isAtLeast, useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { fieldError, ProblemNotice } from "../../problem-notice.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import { useToast } from "../../ui/toast.tsx";
import { useAction } from "../../ui/use-action.ts";
import { countryOptions } from "./countries.ts";

const HOUR = 3600;
const WAITS = [1, 4, 12, 24, 48, 72, 168];

export function AccountForm() {
  const { id, account, role } = useAccount();
  const api = useApi();
  const toast = useToast();
  const [name, setName] = useState(account.name);
  const [country, setCountry] = useState(account.settings.defaultCountry ?? "");
  const [ttl, setTtl] = useState(account.settings.messageTtlSeconds);
  const save = useAction(async () => {
    const settings = { default_country: country || null, message_ttl_seconds: ttl };
    await api.call("updateAccount", { body: { name: name.trim(), settings } }, { accountId: id });
    toast("Saved.");
  });
  const isFixed = !isAtLeast(role, "admin");
  const waits = [...new Set([...WAITS.map((hours) => hours * HOUR), ttl])].toSorted(
    (a, b) => a - b,
  );
  return (
    <form
      className={form.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save.run();
      }}
    >
      <Field label="Name" error={fieldError(save.error, "name")}>
        {(control) => (
          <input
            {...control}
            required
            maxLength={120}
            disabled={isFixed}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <div className={form.row}>
        <Field
          label="Default country"
          hint="Of numbers without +. None: each needs + and its country code"
          error={fieldError(save.error, "settings.default_country")}
        >
          {(control) => (
            <select
              {...control}
              disabled={isFixed}
              value={country}
              onChange={(event) => setCountry(event.target.value)}
            >
              <option value="">None</option>
              {countryOptions().map((option) => (
                <option key={option.code} value={option.code}>
                  {option.name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field
          label="Texts expire after"
          hint="What no phone has sent by then is refunded"
          error={fieldError(save.error, "settings.message_ttl_seconds")}
        >
          {(control) => (
            <select
              {...control}
              disabled={isFixed}
              value={ttl}
              onChange={(event) => setTtl(Number(event.target.value))}
            >
              {waits.map((seconds) => (
                <option key={seconds} value={seconds}>
                  {waitName(seconds)}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <ProblemNotice
        error={save.error}
        fields={["name", "settings.default_country", "settings.message_ttl_seconds"]}
      />
      {isFixed ? (
        <p className={form.quiet}>Owners and admins change these.</p>
      ) : (
        <div className={form.actions}>
          <Button type="submit" look="primary" isBusy={save.isBusy}>
            Save
          </Button>
        </div>
      )}
    </form>
  );
}

function waitName(seconds: number): string {
  const hours = seconds / HOUR;
  if (hours >= 48 && hours % 24 === 0) return `${hours / 24} days`;
  if (hours >= 1) return hours === 1 ? "1 hour" : `${Number(hours.toFixed(1))} hours`;
  return `${Math.round(seconds / 60)} minutes`;
}
