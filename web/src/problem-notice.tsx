import { HandsetError } from "@handset/client/handset-error.ts";
import type { DatabaseError } from "./database.ts";
import { Notice } from "./ui/notice.tsx";
import { Failure, NotPermitted } from "./ui/states.tsx";

interface ProblemProps {
  error: unknown;
  /** Whose faults are told beside them already. */
  fields?: readonly string[];
}

/** Why something that a person asked for was not done. */
export function ProblemNotice({ error, fields = [] }: ProblemProps) {
  if (!error) return null;
  if (error instanceof HandsetError) {
    const faulty = Object.keys(error.fields);
    if (faulty.length > 0 && faulty.every((field) => fields.includes(field))) return null;
  }
  const { text, reference } = describe(error);
  return (
    <Notice tone="bad">
      {text}
      {reference && <> (reference {reference})</>}
    </Notice>
  );
}

export function fieldError(error: unknown, field: string): string | undefined {
  return error instanceof HandsetError ? error.fields[field] : undefined;
}

/** In the place of a view that could not be read from the HTTP API. */
export function ApiFailure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (error instanceof HandsetError && error.status === 403) {
    return <NotPermitted>{error.message}</NotPermitted>;
  }
  if (error instanceof HandsetError && error.status === 404) {
    return <Failure title="Not found" detail={error.message} />;
  }
  const { text, reference } = describe(error);
  return (
    <Failure
      title="This could not be loaded"
      detail={text}
      reference={reference}
      onRetry={onRetry}
    />
  );
}

const SENTENCES: Record<DatabaseError["code"], string> = {
  "permission-denied": "",
  "failed-precondition":
    "The database has no index for this question. Use fewer filters, or tell who runs this server.",
  unavailable: "The database does not answer.",
  unreadable:
    "What is stored here has not the expected shape. The page may be older than the server: reload it.",
  unknown: "The database did not answer as it should.",
};

/** In the place of a view that could not be read from the database. */
export function DatabaseFailure({ error, onRetry }: { error: DatabaseError; onRetry: () => void }) {
  if (error.code === "permission-denied") {
    return (
      <NotPermitted>
        Your role in this account does not show this. An owner or admin can change it under Team.
      </NotPermitted>
    );
  }
  return (
    <Failure
      title="This could not be loaded"
      detail={SENTENCES[error.code]}
      reference={error.code}
      onRetry={onRetry}
    />
  );
}

function describe(error: unknown): { text: string; reference?: string } {
  if (error instanceof HandsetError) {
    return { text: error.message, ...(error.requestId ? { reference: error.requestId } : {}) };
  }
  return { text: "Something went wrong in this page. Reload it, then try again." };
}
