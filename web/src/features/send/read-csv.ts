export interface Sheet {
  columns: string[];
  rows: Record<string, string>[];
}

export const ROWS_MAX = 5000;

/** A file's rows by its first line; the separator is found out. */
export async function readCsv(file: Blob): Promise<Sheet> {
  const { default: Papa } = await import("papaparse");
  const text = decode(await file.arrayBuffer());
  const { data, meta } = Papa.parse<Record<string, string>>(text, {
    header: true,
    skipEmptyLines: "greedy",
    transformHeader: (header) => header.trim(),
  });
  const columns = (meta.fields ?? []).filter((name) => name !== "");
  if (columns.length === 0)
    throw new SheetError("The file has no columns: its first line names them.");
  if (data.length === 0) throw new SheetError("The file has a first line and no rows beneath it.");
  if (data.length > ROWS_MAX) {
    throw new SheetError(
      `The file has ${data.length} rows. Split it: at most ${ROWS_MAX} go out at once.`,
    );
  }
  return { columns, rows: data };
}

/** Spreadsheets save in UTF-8, UTF-16 or the old encoding of western Windows. */
function decode(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes);
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

export class SheetError extends Error {
  override name = "SheetError";
}

const NUMBER_NAMES = /phone|mobile|number|telefon|handy|cell|gsm|^to$|msisdn/iu;

/** The column that most likely holds the numbers. */
export function guessNumberColumn({ columns, rows }: Sheet): string {
  const looksLikeNumbers = (column: string) =>
    rows.slice(0, 20).filter((row) => /^\+?[\d\s()./-]{6,}$/u.test(row[column]?.trim() ?? ""))
      .length;
  const byName = columns.find((column) => NUMBER_NAMES.test(column));
  const byLooks = columns.toSorted((a, b) => looksLikeNumbers(b) - looksLikeNumbers(a))[0];
  return byName && looksLikeNumbers(byName) > 0 ? byName : (byLooks ?? columns[0] ?? "");
}
