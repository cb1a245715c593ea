import { dereference, type JsonSchema, type Schemas } from "./from-schema.ts";

/** Values that each break one bound of the schema, somewhere in it; what else it requires may be missing. */
export function breaches(schema: JsonSchema, schemas: Schemas): unknown[] {
  const target = dereference(schema, schemas);
  const { anyOf, properties, additionalProperties, items } = target;
  const inner = (part: JsonSchema, wrap: (value: unknown) => unknown) =>
    breaches(part, schemas).map(wrap);
  return [
    ...[null, true, 0.5, "\u0000", [], {}, [[]], { no_such_field: 1 }],
    ...(anyOf ?? []).flatMap((part) => breaches(part, schemas)),
    ...Object.entries(properties ?? {}).flatMap(([name, part]) =>
      inner(part, (value) => ({ [name]: value })),
    ),
    ...(typeof additionalProperties === "object"
      ? inner(additionalProperties, (value) => ({ name: value }))
      : []),
    ...(target.type === "object" && properties === undefined
      ? [{ "": "" }, { [text(300)]: "" }, { __name__: "" }, manyNames(101)]
      : []),
    ...(items === undefined ? [] : inner(items, (value) => [value])),
    ...beyond(target),
  ];
}

function beyond({ minimum, maximum, minLength, maxLength, maxItems }: JsonSchema): unknown[] {
  return [
    ...(minimum === undefined ? [] : [minimum - 1]),
    ...(maximum === undefined ? [] : [maximum + 1]),
    ...(minLength === undefined ? [] : [text(minLength - 1)]),
    ...(maxLength === undefined ? [] : [text(maxLength + 1)]),
    ...(maxItems === undefined ? [] : [Array.from({ length: maxItems + 1 }, () => "x")]),
  ];
}

function text(length: number): string {
  return "x".repeat(length);
}

function manyNames(count: number): object {
  return Object.fromEntries(Array.from({ length: count }, (_, n) => [`name_${n}`, ""]));
}
