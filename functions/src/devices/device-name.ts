const NAME_CHARACTERS_MAX = 80;

/** `Google/oriole` → `Google oriole`, or `Google oriole (2)` where that name is taken. */
export function chooseDeviceName(reported: string, taken: readonly string[]): string {
  const spoken = reported.replace(/[/_\s]+/g, " ").trim();
  const base = (spoken === "" ? "Phone" : spoken).slice(0, NAME_CHARACTERS_MAX - 6).trim();
  if (!taken.includes(base)) return base;
  let number = 2;
  while (taken.includes(`${base} (${number})`)) number += 1;
  return `${base} (${number})`;
}
