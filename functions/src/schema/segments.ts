import type { Encoding } from "./message.ts";

/** GSM 03.38 basic character set: one septet each. */
const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
/** Its extension table: an escape and one more septet. */
const EXTENSION = new Set("\f^{}\\[~]|€");

const LIMITS = {
  gsm7: { single: 160, part: 153 },
  ucs2: { single: 70, part: 67 },
} as const;

export interface SegmentCount {
  encoding: Encoding;
  segments: number;
  /** Septets in GSM-7, UTF-16 code units in UCS-2. */
  units: number;
  /** Units left in the last segment. */
  unitsLeft: number;
}

/** How many SMS a text takes. No escape sequence or surrogate pair is split between two parts, so parts may end short. */
export function countSegments(body: string): SegmentCount {
  const characters = [...body];
  const encoding = characters.every((c) => BASIC.has(c) || EXTENSION.has(c)) ? "gsm7" : "ucs2";
  const widths = characters.map((c) => (encoding === "ucs2" ? c.length : EXTENSION.has(c) ? 2 : 1));
  const units = widths.reduce((sum, width) => sum + width, 0);
  const { single, part } = LIMITS[encoding];
  if (units <= single) return { encoding, segments: 1, units, unitsLeft: single - units };
  let segments = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > part) {
      segments += 1;
      used = 0;
    }
    used += width;
  }
  return { encoding, segments, units, unitsLeft: part - used };
}
