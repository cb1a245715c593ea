import type { ReactNode } from "react";
import { ProblemNotice } from "./problem-notice.tsx";
import { Button } from "./ui/button.tsx";
import { Dialog } from "./ui/dialog.tsx";
import form from "./ui/form.module.css";
import type { Action } from "./ui/use-action.ts";

interface Props {
  title: string;
  action: Action<[]>;
  submitLabel: string;
  canSubmit?: boolean;
  /** Those that tell their faults themselves, by their names in the API. */
  fields: readonly string[];
  /** After it went well. */
  onDone?: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog that asks for something and does it. */
export function FormDialog(props: Props) {
  const { title, action, submitLabel, canSubmit = true, fields, onDone, onClose } = props;
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className={form.form}
        onSubmit={async (event) => {
          event.preventDefault();
          if (await action.run()) onDone?.();
        }}
      >
        {props.children}
        <ProblemNotice error={action.error} fields={fields} />
        <div className={form.actions}>
          <Button type="submit" look="primary" isBusy={action.isBusy} disabled={!canSubmit}>
            {submitLabel}
          </Button>
          <Button look="ghost" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
