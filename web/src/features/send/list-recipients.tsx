import { FileUp } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { useAction } from "../../ui/use-action.ts";
import styles from "./list-recipients.module.css";
import { guessNumberColumn, readCsv, SheetError } from "./read-csv.ts";
import type { Draft } from "./send-page.tsx";

interface Props {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
}

export function ListRecipients({ draft, onChange }: Props) {
  const { sheet, numberColumn } = draft;
  const picker = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const take = useAction(async (file: File) => {
    const read = await readCsv(file);
    onChange({ sheet: { ...read, fileName: file.name }, numberColumn: guessNumberColumn(read) });
  });
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut for the button inside. */}
      <div
        className={styles.drop}
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          const file = event.dataTransfer.files[0];
          if (file) void take.run(file);
        }}
      >
        <p className={styles.text}>
          {sheet ? (
            <>
              <strong>{sheet.fileName}</strong>, {sheet.rows.length}{" "}
              {sheet.rows.length === 1 ? "row" : "rows"}
            </>
          ) : (
            "Drop a CSV file here. Its first line names the columns."
          )}
        </p>
        <input
          ref={picker}
          type="file"
          accept=".csv,text/csv,text/tab-separated-values,.tsv,.txt"
          className="visually-hidden"
          aria-label="CSV file"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) void take.run(file);
            event.target.value = "";
          }}
        />
        <Button
          icon={<FileUp size={16} aria-hidden />}
          isBusy={take.isBusy}
          onClick={() => picker.current?.click()}
        >
          {sheet ? "Another file" : "Choose a file"}
        </Button>
      </div>
      {Boolean(take.error) && (
        <Notice tone="bad">
          {take.error instanceof SheetError ? take.error.message : "This file could not be read."}
        </Notice>
      )}
      {sheet && (
        <Field label="Column with the numbers">
          {(control) => (
            <select
              {...control}
              value={numberColumn}
              onChange={(event) => onChange({ numberColumn: event.target.value })}
            >
              {sheet.columns.map((column) => (
                <option key={column}>{column}</option>
              ))}
            </select>
          )}
        </Field>
      )}
    </>
  );
}
