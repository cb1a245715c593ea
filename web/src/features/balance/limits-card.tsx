import { useState } from "react";
import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { fieldError, ProblemNotice } from "../../problem-notice.tsx";
import { microsOf, moneyStep, typedOf } from "../../sms/money.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import { Card } from "../../ui/page.tsx";
import { useToast } from "../../ui/toast.tsx";
import { useAction } from "../../ui/use-action.ts";
import { saveAlerts } from "./actions.ts";

/** When to warn, whom, and what may be spent in a day. */
export function LimitsCard() {
  const { id, account } = useAccount();
  const api = useApi();
  const toast = useToast();
  const [threshold, setThreshold] = useState(typedOf(account.lowBalanceThreshold));
  const [email, setEmail] = useState(account.billingEmail ?? "");
  const [cap, setCap] = useState(typedOf(account.limits.spendPerDayMax));
  const save = useAction(async () => {
    await saveAlerts(api, id, {
      lowBalanceThreshold: microsOf(threshold),
      billingEmail: email.trim() || null,
      spendPerDayMax: microsOf(cap),
    });
    toast("Saved.");
  });
  return (
    <Card title="Low-balance alert and spend cap">
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save.run();
        }}
      >
        <div className={form.row}>
          <Field
            label={`Low-balance threshold (${account.currency})`}
            hint="Empty: no alert"
            error={fieldError(save.error, "low_balance_threshold")}
          >
            {(control) => (
              <input
                {...control}
                type="number"
                step={moneyStep(account.currency)}
                value={threshold}
                onChange={(event) => setThreshold(event.target.value)}
              />
            )}
          </Field>
          <Field
            label="Alert e-mail"
            hint="Empty: no e-mail"
            error={fieldError(save.error, "billing_email")}
          >
            {(control) => (
              <input
                {...control}
                type="email"
                value={email}
                onChange={(event) => setEmail(event.target.value)}
              />
            )}
          </Field>
          <Field
            label={`Daily spend cap (${account.currency})`}
            hint="Empty: no cap"
            error={fieldError(save.error, "spend_per_day_max")}
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
        </div>
        <ProblemNotice
          error={save.error}
          fields={["low_balance_threshold", "billing_email", "spend_per_day_max"]}
        />
        <div className={form.actions}>
          <Button type="submit" isBusy={save.isBusy}>
            Save
          </Button>
        </div>
      </form>
    </Card>
  );
}
