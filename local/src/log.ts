/** What the machine itself has to say; the functions log through their own SDK. */
export type Log = (level: "info" | "warn" | "error", message: string) => void;

/** One line a fact, on standard error: standard output belongs to what `main.ts` prints. */
export const standardErrorLog: Log = (level, message) => {
  process.stderr.write(`${new Date().toISOString()} ${level} ${message}\n`);
};

export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.stack ?? error.message;
}
