import { Field } from "../../ui/field.tsx";

interface Props {
  label: string;
  hint: string;
  min?: number;
  max: number;
  value: string;
  error: string | undefined;
  onType: (value: string) => void;
}

/** A whole number, or nothing. */
export function CountField({ label, hint, min = 1, max, value, error, onType }: Props) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <input
          {...control}
          type="number"
          inputMode="numeric"
          min={min}
          max={max}
          value={value}
          onChange={(event) => onType(event.target.value)}
        />
      )}
    </Field>
  );
}

export function numberOrNull(text: string | undefined): number | null {
  return text?.trim() ? Number(text) : null;
}
