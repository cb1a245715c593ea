import { Field } from "../../ui/field.tsx";

interface Props {
  value: string;
  onType: (value: string) => void;
}

/** Of whom a password belongs to, as password managers know it. */
export function EmailField({ value, onType }: Props) {
  return (
    <Field label="E-mail">
      {(control) => (
        <input
          {...control}
          type="email"
          autoComplete="username"
          required
          value={value}
          onChange={(event) => onType(event.target.value)}
        />
      )}
    </Field>
  );
}
