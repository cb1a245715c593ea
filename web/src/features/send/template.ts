/** A text with `{column}` in it, filled from a row. */
export function fillTemplate(template: string, row: Readonly<Record<string, string>>): string {
  const names = new Map(Object.keys(row).map((name) => [name.trim().toLowerCase(), name]));
  return template.replace(/\{([^{}]+)\}/gu, (placeholder, wanted: string) => {
    const name = names.get(wanted.trim().toLowerCase());
    return name === undefined ? placeholder : (row[name] ?? "").trim();
  });
}

/** The placeholders that no column fills. */
export function unknownPlaceholders(template: string, columns: readonly string[]): string[] {
  const known = new Set(columns.map((column) => column.trim().toLowerCase()));
  const wanted = [...template.matchAll(/\{([^{}]+)\}/gu)].map((match) => match[1]?.trim() ?? "");
  return [...new Set(wanted.filter((name) => !known.has(name.toLowerCase())))];
}
