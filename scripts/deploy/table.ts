import type { Deployment, ReviewedFunction } from "./deployment.ts";

const COLUMNS: [string, (name: string, fn: ReviewedFunction) => unknown][] = [
  ["function", (name) => name],
  ["trigger", (_, { trigger }) => trigger.replace("google.cloud.firestore.document.v1.", "")],
  ["region", (_, { region }) => region],
  ["MiB", (_, { memoryMiB }) => memoryMiB],
  ["time-out", (_, { timeoutSeconds }) => `${timeoutSeconds} s`],
  ["at once", (_, { concurrency }) => concurrency],
  [
    "instances",
    (_, { minInstances, maxInstances }) => `${minInstances ?? 0}-${maxInstances ?? ""}`,
  ],
  ["runs as", (_, { serviceAccount }) => serviceAccount?.replace(/@$/, "")],
  ["secrets", (_, { secrets }) => secrets.join(" ")],
];

export function formatTable({ functions }: Deployment): string {
  const rows = [
    COLUMNS.map(([title]) => title),
    ...Object.entries(functions).map(([name, fn]) =>
      COLUMNS.map(([, cell]) => String(cell(name, fn) ?? "default")),
    ),
  ];
  const widths = COLUMNS.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
