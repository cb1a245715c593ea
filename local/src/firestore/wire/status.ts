import { FirestoreError, STATUS, type StatusName } from "../errors.ts";

export interface WireError {
  status: StatusName;
  message: string;
}

/** Reports what was not foreseen; the caller learns nothing of it. */
export type ReportError = (error: unknown) => void;

export function describeError(error: unknown, report: ReportError): WireError {
  if (error instanceof FirestoreError) return { status: error.status, message: error.message };
  report(error);
  return { status: "INTERNAL", message: "An internal error occurred." };
}

export function errorBody({ status, message }: WireError): {
  error: { code: number; message: string; status: StatusName };
} {
  return { error: { code: STATUS[status].http, message, status } };
}

/** Reads a message; what no reader foresaw (bytes that end early, nesting beyond the stack) is the sender's fault too. */
export function readMessage<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof FirestoreError) throw error;
    throw new FirestoreError("INVALID_ARGUMENT", "The request is malformed.");
  }
}
