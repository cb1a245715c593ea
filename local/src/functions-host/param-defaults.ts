interface Param {
  name: string;
  options: { default?: unknown };
}

/** Where firebase-functions lists what was declared with `defineString` and its like, whichever build of it was loaded. */
const DECLARED = Symbol.for("firebase-functions:params:declaredParams");

/**
 * Gives every parameter that the loaded functions declare, and nothing has set, its default: what the Firebase CLI does at
 * deployment by writing them into the environment. The SDK itself would take an empty string.
 */
export function applyParamDefaults(): void {
  const declared = (globalThis as { [DECLARED]?: Param[] })[DECLARED] ?? [];
  for (const { name, options } of declared) {
    if (process.env[name] !== undefined || options?.default === undefined) continue;
    process.env[name] = textOf(options.default);
  }
}

function textOf(value: unknown): string {
  const isExpression = typeof value === "object" && value !== null && "value" in value;
  const found = isExpression && typeof value.value === "function" ? value.value() : value;
  return Array.isArray(found) ? JSON.stringify(found) : String(found);
}
