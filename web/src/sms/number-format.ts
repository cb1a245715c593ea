import { useSyncExternalStore } from "react";

type Format = (number: string) => string;

const listeners = new Set<() => void>();
let format: Format = (number) => number;
let isAsked = false;

/** Numbers as people write them; plain until the table of the world's numbering plans has come. */
export function useNumberFormat(): Format {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      if (!isAsked) whenIdle();
      return () => listeners.delete(listener);
    },
    () => format,
  );
}

/** After what is needed to show the page at all. */
function whenIdle(): void {
  isAsked = true;
  if ("requestIdleCallback" in window) requestIdleCallback(() => void load(), { timeout: 3_000 });
  else setTimeout(load, 500);
}

async function load(): Promise<void> {
  const { parsePhoneNumberFromString } = await import("libphonenumber-js/min");
  const known = new Map<string, string>();
  format = (number) => {
    const before = known.get(number);
    if (before !== undefined) return before;
    const formatted = parsePhoneNumberFromString(number)?.formatInternational() ?? number;
    known.set(number, formatted);
    return formatted;
  };
  for (const listener of listeners) listener();
}
