import { useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import { useAccount } from "../../account.tsx";
import { useNumberReader } from "../../sms/number-reader.ts";
import { parseSimValue } from "../../sms/sim-choice.ts";
import { Card } from "../../ui/page.tsx";
import { toBatches } from "./batches.ts";
import { DispatchProgress } from "./dispatch-progress.tsx";
import { ListRecipients } from "./list-recipients.tsx";
import { MessageFields } from "./message-fields.tsx";
import type { Sheet } from "./read-csv.ts";
import { checkRows, splitNumbers } from "./recipients.ts";
import { Review } from "./review.tsx";
import styles from "./send-page.module.css";
import { SourceChoice } from "./source-choice.tsx";
import { fillTemplate, unknownPlaceholders } from "./template.ts";
import { TypedRecipients } from "./typed-recipients.tsx";
import { useDispatch } from "./use-dispatch.ts";

export interface Draft {
  typed: string;
  sheet: (Sheet & { fileName: string }) | null;
  numberColumn: string;
  text: string;
  via: string;
  sendAt: string;
}

export function SendPage() {
  const { account } = useAccount();
  const [params] = useSearchParams();
  const isList = params.get("from") === "file";
  const read = useNumberReader();
  const { dispatch, run, stop, reset } = useDispatch();
  const [draft, setDraft] = useState<Draft>({
    typed: params.get("to") ?? "",
    sheet: null,
    numberColumn: "",
    text: "",
    via: params.get("via") ?? "",
    sendAt: "",
  });
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const { typed, sheet, numberColumn, text } = draft;
  const country = account.settings.defaultCountry;

  const rows = useMemo(() => {
    if (!read) return [];
    const wanted = isList
      ? (sheet?.rows ?? []).map((row) => ({
          typed: row[numberColumn]?.trim() ?? "",
          text: fillTemplate(text, row),
        }))
      : splitNumbers(typed).map((number) => ({ typed: number, text }));
    return checkRows(wanted, read, country, text.trim() === "");
  }, [read, isList, sheet, numberColumn, typed, text, country]);

  if (dispatch.state !== "idle") {
    return (
      <DispatchProgress
        dispatch={dispatch}
        onStop={stop}
        onAgain={() => {
          reset();
          change({ typed: "", sheet: null, text: "" });
        }}
      />
    );
  }
  const unknown = isList && sheet ? unknownPlaceholders(text, sheet.columns) : [];
  return (
    <div className={styles.columns}>
      <Card>
        <SourceChoice isList={isList} />
        {isList ? (
          <ListRecipients draft={draft} onChange={change} />
        ) : (
          <TypedRecipients draft={draft} onChange={change} />
        )}
        <MessageFields
          draft={draft}
          onChange={change}
          columns={isList ? sheet?.columns : undefined}
        />
      </Card>
      <Review
        rows={rows}
        unknownPlaceholders={unknown}
        hasText={text.trim() !== ""}
        nextStep={isList ? "Choose a CSV file" : "Give a number"}
        sendAt={draft.sendAt ? new Date(draft.sendAt) : null}
        onSend={() =>
          void run(toBatches(rows), {
            via: parseSimValue(draft.via),
            sendAt: draft.sendAt ? new Date(draft.sendAt) : null,
          })
        }
      />
    </div>
  );
}
