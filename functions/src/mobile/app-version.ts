/** `1.68.0` of `me.capcom.smsgateway/1.68.0`, or null where the caller is no such app. */
export function toAppVersion(userAgent: string | undefined): string | null {
  return /me\.capcom\.smsgateway\/(\d+(?:\.\d+){0,3})/.exec(userAgent ?? "")?.[1] ?? null;
}

/** Whether an app is of that version or newer. An app that does not tell is taken for an old one. */
export function isAtLeast(version: string | null, wanted: string): boolean {
  if (version === null) return false;
  const has = version.split(".").map(Number);
  const needs = wanted.split(".").map(Number);
  for (let part = 0; part < Math.max(has.length, needs.length); part += 1) {
    const difference = (has[part] ?? 0) - (needs[part] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
