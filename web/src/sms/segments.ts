import type { Encoding } from "@handset/functions/schema/message.ts";

const ENCODING_NAMES: Record<Encoding, string> = { gsm7: "GSM-7", ucs2: "Unicode" };

/** "2 segments, GSM-7" */
export function formatSegments({ segments, encoding }: { segments: number; encoding: Encoding }) {
  return `${segments} ${segments === 1 ? "segment" : "segments"}, ${ENCODING_NAMES[encoding]}`;
}
