import type { BalanceResponse } from "@handset/functions/schema/api/billing.ts";
import { useState } from "react";
import type { z } from "zod";
import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { to } from "../../paths.ts";
import { fieldError, ProblemNotice } from "../../problem-notice.tsx";
import { chargeStep, formatMoney } from "../../sms/money.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import { Card } from "../../ui/page.tsx";
import { Segments } from "../../ui/segments.tsx";
import { useAction } from "../../ui/use-action.ts";
import { startTopUp } from "./actions.ts";

const MILLION = 1_000_000;
const OTHER = "other";
export type TopUpTerms = NonNullable<z.infer<typeof BalanceResponse>["top_up"]>;

/** Pays in by Stripe's page; the balance above grows when Stripe says so. */
export function TopUpCard({ terms }: { terms: TopUpTerms }) {
  const { id, account } = useAccount();
  const api = useApi();
  const [chosen, setChosen] = useState(String(terms.amounts[0] ?? OTHER));
  const [typed, setTyped] = useState("");
  const [isCardKept, setCardKept] = useState(false);
  const amount = chosen === OTHER ? Math.round(Number(typed) * MILLION) : Number(chosen);
  const pay = useAction(async () => {
    const { checkout_url } = await startTopUp(api, id, {
      amount,
      saveCard: isCardKept,
      returnPath: to.balance(id),
    });
    location.assign(checkout_url);
  });
  return (
    <Card title="Top up">
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          void pay.run();
        }}
      >
        <Segments
          legend="Amount"
          value={chosen}
          options={[
            ...terms.amounts.map((value) => ({
              value: String(value),
              label: formatMoney(value, account.currency),
            })),
            { value: OTHER, label: "Other" },
          ]}
          onChange={setChosen}
        />
        {chosen === OTHER && (
          <Field
            label={`Amount in ${account.currency}`}
            hint={`From ${formatMoney(terms.min, account.currency)} to ${formatMoney(terms.max, account.currency)}`}
            error={fieldError(pay.error, "amount")}
          >
            {(control) => (
              <input
                {...control}
                type="number"
                required
                min={terms.min / MILLION}
                max={terms.max / MILLION}
                step={chargeStep(account.currency)}
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            )}
          </Field>
        )}
        <label className={form.check}>
          <input
            type="checkbox"
            checked={isCardKept}
            onChange={(event) => setCardKept(event.target.checked)}
          />
          Save this card
        </label>
        <ProblemNotice error={pay.error} fields={["amount"]} />
        <div className={form.actions}>
          <Button type="submit" look="primary" isBusy={pay.isBusy}>
            {amount > 0 ? `Pay ${formatMoney(amount, account.currency)}` : "Pay"}
          </Button>
        </div>
      </form>
    </Card>
  );
}
