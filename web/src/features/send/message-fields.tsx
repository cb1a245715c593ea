import { useRef } from "react";
import { useAccount } from "../../account.tsx";
import { useDevices } from "../../sms/devices.tsx";
import { useNumberFormat } from "../../sms/number-format.ts";
import { SegmentMeter } from "../../sms/segment-meter.tsx";
import { simOptions } from "../../sms/sim-choice.ts";
import { Field } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import styles from "./message-fields.module.css";
import type { Draft } from "./send-page.tsx";

interface Props {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
  /** What may stand in the text in braces. */
  columns: readonly string[] | undefined;
}

export function MessageFields({ draft, onChange, columns }: Props) {
  const { account } = useAccount();
  const { list } = useDevices();
  const format = useNumberFormat();
  const box = useRef<HTMLTextAreaElement>(null);
  const insert = (column: string) => {
    const at = box.current?.selectionStart ?? draft.text.length;
    const text = `${draft.text.slice(0, at)}{${column}}${draft.text.slice(box.current?.selectionEnd ?? at)}`;
    onChange({ text });
    box.current?.focus();
  };
  return (
    <>
      <Field
        label="Text"
        hint={
          <SegmentMeter
            text={draft.text}
            pricePerSegment={account.pricePerSegment}
            currency={account.currency}
          />
        }
      >
        {(control) => (
          <textarea
            {...control}
            ref={box}
            rows={4}
            placeholder={columns ? "Hello {name}, your order is ready." : "Hello"}
            value={draft.text}
            onChange={(event) => onChange({ text: event.target.value })}
          />
        )}
      </Field>
      {columns && (
        <div className={styles.columns}>
          <span className={form.quiet}>Put in:</span>
          {columns.map((column) => (
            <button
              key={column}
              type="button"
              className={styles.column}
              onClick={() => insert(column)}
            >
              {column}
            </button>
          ))}
        </div>
      )}
      <div className={form.row}>
        <Field label="Send with">
          {(control) => (
            <select
              {...control}
              value={draft.via}
              onChange={(event) => onChange({ via: event.target.value })}
            >
              <option value="">The phone that fits best</option>
              {simOptions(list, format).map((option) => (
                <option key={option.value} value={option.value}>
                  {option.label}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Send at" hint="Empty: now">
          {(control) => (
            <input
              {...control}
              type="datetime-local"
              value={draft.sendAt}
              onChange={(event) => onChange({ sendAt: event.target.value })}
            />
          )}
        </Field>
      </div>
    </>
  );
}
