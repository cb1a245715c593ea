/** A value of a form: `a[b][0]=c` is `{ a: { b: { 0: "c" } } }`. */
export type FormValue = string | { [name: string]: FormValue };
export type Form = { [name: string]: FormValue };

export function parseForm(text: string): Form {
  const form: Form = Object.create(null);
  for (const [key, value] of new URLSearchParams(text)) put(form, partsOf(key), value);
  return form;
}

function partsOf(key: string): string[] {
  const [head = "", ...rest] = key.split("[");
  return [head, ...rest.map((part) => part.replace(/\]$/, ""))];
}

function put(form: Form, [name = "", ...rest]: string[], value: string): void {
  // `a[]=x` appends.
  const key = name === "" ? String(Object.keys(form).length) : name;
  if (rest.length === 0) {
    form[key] = value;
    return;
  }
  const inner = form[key];
  const target: Form = typeof inner === "object" ? inner : Object.create(null);
  form[key] = target;
  put(target, rest, value);
}

export function textOf(form: Form | FormValue | undefined, ...path: string[]): string | null {
  const value = at(form, path);
  return typeof value === "string" && value !== "" ? value : null;
}

export function textsOf(form: Form, ...path: string[]): Record<string, string> {
  const value = at(form, path);
  if (typeof value !== "object") return {};
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
}

export function numberOf(form: Form, ...path: string[]): number | null {
  const text = textOf(form, ...path);
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}

function at(form: Form | FormValue | undefined, path: string[]): FormValue | undefined {
  return path.reduce<FormValue | undefined>(
    (value, name) => (typeof value === "object" ? value[name] : undefined),
    form,
  );
}
