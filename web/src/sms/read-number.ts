import type { CountryCode } from "libphonenumber-js";

/** What a person typed as a number, in E.164; null when it is none. `country`: whose national form is understood. */
export async function readNumber(typed: string, country: string | null): Promise<string | null> {
  const { parsePhoneNumberFromString } = await import("libphonenumber-js/min");
  const parsed = parsePhoneNumberFromString(
    typed,
    country ? { defaultCountry: country as CountryCode } : undefined,
  );
  return parsed?.isPossible() ? parsed.number : null;
}
