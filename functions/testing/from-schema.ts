import fc from "fast-check";

/** A JSON schema as the API's description has it. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  allOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  additionalProperties?: boolean | JsonSchema;
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  example?: unknown;
}

export type Schemas = Record<string, JsonSchema>;

/** Values that the schema allows. */
export function validValues(schema: JsonSchema, schemas: Schemas): fc.Arbitrary<unknown> {
  const target = dereference(schema, schemas);
  if (target.const !== undefined) return fc.constant(target.const);
  if (target.enum !== undefined) return fc.constantFrom(...target.enum);
  if (target.anyOf !== undefined) {
    return fc.oneof(...target.anyOf.map((part) => validValues(part, schemas)));
  }
  if (Array.isArray(target.type)) {
    return fc.oneof(...target.type.map((type) => validValues({ ...target, type }, schemas)));
  }
  const plain = plainValues(target, schemas);
  return target.example === undefined ? plain : fc.oneof(fc.constant(target.example), plain);
}

/** Values that break the schema in one place: of another type, too long, too many, unknown or missing. */
export function brokenValues(schema: JsonSchema, schemas: Schemas): fc.Arbitrary<unknown> {
  const target = dereference(schema, schemas);
  if (target.type !== "object" || target.properties === undefined) return WRONG;
  const names = Object.keys(target.properties);
  const whole = validValues(target, schemas) as fc.Arbitrary<Record<string, unknown>>;
  const [first] = target.required ?? [];
  return fc.oneof(
    WRONG,
    fc
      .tuple(whole, fc.constantFrom(...names), WRONG)
      .map(([value, name, wrong]) => ({ ...value, [name]: wrong })),
    whole.map((value) => ({ ...value, no_such_field: 1 })),
    ...(first === undefined ? [] : [whole.map(({ [first]: _, ...rest }) => rest)]),
  );
}

const WRONG = fc.oneof(
  fc.constantFrom<unknown>(null, true, "", -1, 1.5, 1e21, [], {}, [null], [[]], { a: { b: [] } }),
  fc.constantFrom("\u0000", "\ud800", "x".repeat(70_000), "../../..", "__proto__", "2026-13-45"),
  fc.string(),
);

function plainValues(schema: JsonSchema, schemas: Schemas): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case "string":
      return texts(schema);
    case "integer":
      return fc.integer({ min: schema.minimum ?? -1000, max: schema.maximum ?? 1_000_000 });
    case "number":
      return fc.double({ min: schema.minimum ?? 0, max: schema.maximum ?? 100, noNaN: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(validValues(schema.items ?? {}, schemas), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, 3),
      });
    case "object":
      return objects(schema, schemas);
    default:
      return fc.constantFrom(null, 1, "text");
  }
}

function texts({ format, pattern, minLength = 0, maxLength = 200 }: JsonSchema) {
  if (format === "date-time") {
    return fc
      .date({ min: new Date(1e12), max: new Date(2e12), noInvalidDate: true })
      .map((date) => date.toISOString());
  }
  if (format === "email") return fc.emailAddress();
  if (format === "uri") return fc.webUrl();
  if (pattern !== undefined) return matching(new RegExp(pattern));
  return fc.string({ minLength, maxLength: Math.min(maxLength, minLength + 40) });
}

/** Looking ahead is beyond the generator: then what matches of simple texts must do. */
function matching(pattern: RegExp): fc.Arbitrary<string> {
  if (!pattern.source.includes("(?")) return fc.stringMatching(pattern);
  return fc
    .oneof(fc.webUrl(), fc.string(), fc.nat().map(String))
    .filter((text) => pattern.test(text));
}

function objects(schema: JsonSchema, schemas: Schemas): fc.Arbitrary<object> {
  const known = Object.entries(schema.properties ?? {});
  if (known.length === 0) {
    const values =
      typeof schema.additionalProperties === "object" ? schema.additionalProperties : {};
    return fc.dictionary(
      fc.string({ minLength: 1, maxLength: 10 }),
      validValues({ type: "string", ...values }, schemas),
      { maxKeys: 3 },
    );
  }
  return fc.record(
    Object.fromEntries(known.map(([name, part]) => [name, validValues(part, schemas)])),
    { requiredKeys: (schema.required ?? []) as never[] },
  );
}

export function dereference(schema: JsonSchema, schemas: Schemas): JsonSchema {
  if (schema.$ref === undefined) return schema;
  const found = schemas[schema.$ref.split("/").at(-1) ?? ""];
  if (found === undefined) throw new Error(`The description lacks ${schema.$ref}.`);
  return dereference(found, schemas);
}
