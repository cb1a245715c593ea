const GSM_BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const GSM_EXTENSION = "\f^{}\\[~]|€";

/** How many radio messages Android makes of a text: a character is never cut in two. */
export function countTextParts(text: string): number {
  const widths: number[] = [];
  for (const character of text) {
    if (GSM_BASIC.includes(character)) widths.push(1);
    else if (GSM_EXTENSION.includes(character)) widths.push(2);
    else
      return fill(
        [...text].map((each) => each.length),
        70,
        67,
      );
  }
  return fill(widths, 160, 153);
}

function fill(widths: readonly number[], alone: number, joined: number): number {
  const total = widths.reduce((sum, width) => sum + width, 0);
  if (total <= alone) return 1;
  let partsCount = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > joined) {
      partsCount += 1;
      used = 0;
    }
    used += width;
  }
  return partsCount;
}
