import { useAccount } from "../../account.tsx";
import { Field } from "../../ui/field.tsx";
import type { Draft } from "./send-page.tsx";

interface Props {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
}

export function TypedRecipients({ draft, onChange }: Props) {
  const { account } = useAccount();
  const country = account.settings.defaultCountry;
  return (
    <Field
      label="To"
      hint={
        country
          ? `One number, or many: one a line. Without + they are read as numbers in ${country}.`
          : "One number, or many: one a line, each with + and its country."
      }
    >
      {(control) => (
        <textarea
          {...control}
          rows={3}
          placeholder="+1 415 555 0123"
          inputMode="tel"
          value={draft.typed}
          onChange={(event) => onChange({ typed: event.target.value })}
        />
      )}
    </Field>
  );
}
