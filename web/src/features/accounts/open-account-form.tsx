import { newIdempotencyKey } from "@handset/client/idempotency-key.ts";
import { OpenedAccount } from "@handset/functions/schema/api/team.ts";
import { useRef, useState } from "react";
import { parsed, useApi } from "../../api.ts";
import { fieldError, ProblemNotice } from "../../problem-notice.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import { useAction } from "../../ui/use-action.ts";

interface Props {
  onOpened: (opened: { accountId: string; key: string }) => void;
}

export function OpenAccountForm({ onOpened }: Props) {
  const api = useApi();
  const [name, setName] = useState("");
  // The same key: trying again after a broken connection opens no second account.
  const key = useRef(newIdempotencyKey());
  const open = useAction(async () => {
    const { account, api_key } = await parsed(
      OpenedAccount,
      api.call("openAccount", { body: { name: name.trim() } }, { idempotencyKey: key.current }),
    );
    onOpened({ accountId: account.id, key: api_key });
  });
  return (
    <form
      className={form.form}
      onSubmit={(event) => {
        event.preventDefault();
        void open.run();
      }}
    >
      <Field label="Name" hint="Your company or project" error={fieldError(open.error, "name")}>
        {(control) => (
          <input
            {...control}
            required
            maxLength={120}
            autoComplete="organization"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <ProblemNotice error={open.error} fields={["name"]} />
      <Button type="submit" look="primary" isBusy={open.isBusy}>
        Open the account
      </Button>
    </form>
  );
}
