import type { CountryCode } from "libphonenumber-js";
import { useEffect, useState } from "react";

/** What a person typed as a number, in E.164; null when it is none. `country`: whose national form is understood. */
export type ReadNumber = (typed: string, country: string | null) => string | null;

export async function loadNumberReader(): Promise<ReadNumber> {
  const { parsePhoneNumberFromString } = await import("libphonenumber-js/min");
  return (typed, country) => {
    const international = typed.trim().replace(/^00/u, "+");
    const parsed = parsePhoneNumberFromString(
      international,
      country ? { defaultCountry: country as CountryCode } : undefined,
    );
    return parsed?.isPossible() ? parsed.number : null;
  };
}

/** Null while the table of the world's numbering plans is on its way. */
export function useNumberReader(): ReadNumber | null {
  const [read, setRead] = useState<ReadNumber | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void loadNumberReader().then((loaded) => isCurrent && setRead(() => loaded));
    return () => {
      isCurrent = false;
    };
  }, []);
  return read;
}
