import type { Row } from "./recipients.ts";

/** One call: the same text to as many as share it. */
export interface Batch {
  text: string;
  recipients: string[];
}

const RECIPIENTS_MAX = 100;

export function toBatches(rows: readonly Row[]): Batch[] {
  const byText = new Map<string, string[]>();
  for (const { to, text, problem } of rows) {
    if (to === null || problem) continue;
    const recipients = byText.get(text);
    if (recipients) recipients.push(to);
    else byText.set(text, [to]);
  }
  return [...byText].flatMap(([text, recipients]) =>
    chunks(recipients, RECIPIENTS_MAX).map((chunk) => ({ text, recipients: chunk })),
  );
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
