export type LogLevel = "debug" | "info" | "warn" | "error";
export type LogFields = Record<string, string | number | boolean | undefined>;

/** Receives every line that the phone has to say. Never a body, a key or a whole number. */
export type Log = (level: LogLevel, message: string, fields?: LogFields) => void;

export const silentLog: Log = () => {};

/** Enough of a number to tell two apart, and no more. */
export function maskNumber(number: string): string {
  return number.length > 4 ? `…${number.slice(-2)}` : "…";
}

/** A URL may carry a device's secret in its path: only the host is logged. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "an unreadable address";
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
