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
      if (!isAsked) void load();
      return () => listeners.delete(listener);
    },
    () => format,
  );
}

async function load(): Promise<void> {
  isAsked = true;
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
