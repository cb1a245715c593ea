import type { Account } from "@handset/functions/schema/account.ts";
import { useState } from "react";
import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { fieldError, ProblemNotice } from "../../problem-notice.tsx";
import { chargeStep, formatMoney, microsOf, moneyStep, typedOf } from "../../sms/money.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import { Card } from "../../ui/page.tsx";
import { Switch } from "../../ui/switch.tsx";
import { useToast } from "../../ui/toast.tsx";
import { useAction } from "../../ui/use-action.ts";
import { saveAutoTopUp } from "./actions.ts";
import { AutoTopUpState } from "./auto-top-up-state.tsx";
import type { TopUpTerms } from "./top-up-card.tsx";

const MILLION = 1_000_000;
const FIELDS = ["auto_top_up.threshold", "auto_top_up.amount"];

/** Charges the kept card whenever spending takes the balance below a line. */
export function AutoTopUpCard({ terms }: { terms: TopUpTerms }) {
  const { id, account } = useAccount();
  const api = useApi();
  const toast = useToast();
  const { autoTopUp, balance, card, currency } = account;
  const [isOn, setOn] = useSwitch(autoTopUp);
  const [threshold, setThreshold] = useState(typedOf(autoTopUp?.threshold ?? null));
  const [amount, setAmount] = useState(typedOf(autoTopUp?.amount ?? terms.amounts[0] ?? null));
  const line = microsOf(threshold) ?? 0;
  const sum = microsOf(amount) ?? 0;
  const save = useAction(async () => {
    await saveAutoTopUp(api, id, { isOn, threshold: line, amount: sum });
    toast(isOn ? "Automatic top-up is on." : "Saved. Automatic top-up is off.");
  });
  const chargesAtOnce = isOn && !autoTopUp?.pendingId && balance < line && sum > 0;
  return (
    <Card
      title="Automatic top-up"
      lead={
        card
          ? `Charges the ${capitalized(card.brand)} card ending in ${card.last4}, ten times a day at most.`
          : "Charges your saved card when the balance runs low."
      }
    >
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save.run();
        }}
      >
        <AutoTopUpState />
        <Switch
          label="Top up automatically"
          isOn={isOn}
          disabled={!card && !isOn}
          onChange={setOn}
        />
        <div className={form.row}>
          <MoneyField
            label={`When the balance falls below (${currency})`}
            error={fieldError(save.error, "auto_top_up.threshold")}
            value={threshold}
            min={0}
            step={moneyStep(currency)}
            onChange={setThreshold}
          />
          <MoneyField
            label={`Top-up amount (${currency})`}
            hint={`From ${formatMoney(terms.min, currency)} to ${formatMoney(terms.max, currency)}`}
            error={fieldError(save.error, "auto_top_up.amount")}
            value={amount}
            min={Math.min(terms.min, ...terms.amounts) / MILLION}
            max={Math.max(terms.max, ...terms.amounts) / MILLION}
            step={chargeStep(currency)}
            onChange={setAmount}
          />
        </div>
        {chargesAtOnce && (
          <p className={form.quiet}>
            The balance is below that now: saving charges {formatMoney(sum, currency)} at once.
          </p>
        )}
        <ProblemNotice error={save.error} fields={FIELDS} />
        <div className={form.actions}>
          <Button type="submit" isBusy={save.isBusy} disabled={!card && !autoTopUp}>
            Save
          </Button>
        </div>
      </form>
    </Card>
  );
}

/** As the person set it, until the server switches it: a declined card does. */
function useSwitch(autoTopUp: Account["autoTopUp"]) {
  const stored = autoTopUp?.isOn ?? false;
  const [state, setState] = useState({ isOn: stored, stored });
  if (state.stored !== stored) setState({ isOn: stored, stored });
  return [state.isOn, (isOn: boolean) => setState({ isOn, stored })] as const;
}

const capitalized = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

interface MoneyFieldProps {
  label: string;
  hint?: string;
  error: string | undefined;
  value: string;
  min: number;
  max?: number;
  step: number;
  onChange: (typed: string) => void;
}

function MoneyField({ label, hint, error, onChange, ...rest }: MoneyFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <input
          {...control}
          {...rest}
          type="number"
          required
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
