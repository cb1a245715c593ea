import {
  type CountryCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from "libphonenumber-js/min";

const WRITTEN_INTERNATIONALLY = /^(?:\+|00)[\d\s().\-/]+$/;

/**
 * The E.164 form of what a person or a program wrote, or null when that is no phone number. `+` and 7 to 15 digits are taken as they
 * stand, whatever the numbering plan says; a national form needs a country.
 */
export function toPhoneNumber(text: string, defaultCountry: string | null): string | null {
  const trimmed = text.trim();
  if (WRITTEN_INTERNATIONALLY.test(trimmed)) {
    const digits = trimmed.replace(/^00/, "").replace(/\D/g, "");
    return digits.length >= 7 && digits.length <= 15 ? `+${digits}` : null;
  }
  if (defaultCountry === null || !isSupportedCountry(defaultCountry)) return null;
  const parsed = parsePhoneNumberFromString(trimmed, {
    defaultCountry: defaultCountry as CountryCode,
    extract: false,
  });
  return parsed?.isPossible() ? parsed.number : null;
}
