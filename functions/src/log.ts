import * as logger from "firebase-functions/logger";

/** Structured fields of one line. Never a body, a key or a full number: pass `maskNumber(…)`. */
export interface LogFields {
  requestId?: string;
  accountId?: string;
  messageId?: string;
  deviceId?: string;
  [name: string]: unknown;
}

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

export const log: Log = {
  info: (event, fields = {}) => logger.info(event, fields),
  warn: (event, fields = {}) => logger.warn(event, fields),
  // `logger.error` would put a stack of this line in the event's place.
  error: (event, fields = {}) => logger.write({ ...fields, severity: "ERROR", message: event }),
};

/** `+14155550123` → `+1415…23` */
export function maskNumber(number: string): string {
  return number.length < 7 ? "…" : `${number.slice(0, 5)}…${number.slice(-2)}`;
}
