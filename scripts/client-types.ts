/** Turns the API's description into the types of `client/`. */

export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: boolean | Schema;
  description?: string;
  [keyword: string]: unknown;
}

export interface Operation {
  operationId: string;
  summary?: string;
  security?: Record<string, string[]>[];
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[];
  requestBody?: { required?: boolean; content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

export interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
  webhooks: Record<string, { post: Operation }>;
}

const HEADING = `// Made by \`npm run openapi\` from the API's description. Do not edit.
// biome-ignore-all lint: it is generated.
// biome-ignore-all format: it is generated.
`;

export function writeClientTypes({ paths, components, webhooks }: ApiDocument): string {
  const schemas = Object.entries(components.schemas)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, schema]) => `${comment(schema, "")}export type ${name} = ${typeOf(schema, "")};\n`,
    );
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  return [
    HEADING,
    ...schemas,
    "/** Every operation by its id: what it takes, and what it answers. */",
    "export interface Operations {",
    ...operations.map(({ operation }) => operationType(operation)),
    "}\n",
    "/** `isKeyed`: under one Idempotency-Key it is done once. */",
    "export const OPERATIONS = {",
    ...operations.map(({ path, method, operation }) => operationValue(path, method, operation)),
    "} as const satisfies Record<keyof Operations, { method: string; path: string; isKeyed?: true }>;\n",
    "/** What answers with comma-separated lines, too. */",
    `export type CsvOperation = ${operations
      .filter(({ operation }) => answerOf(operation)?.["text/csv"])
      .map(({ operation }) => quote(operation.operationId))
      .join(" | ")};\n`,
    `export type EventType = ${Object.keys(webhooks).map(quote).join(" | ")};\n`,
  ].join("\n");
}

function operationType(operation: Operation): string {
  const { requestBody } = operation;
  const body = requestBody?.content["application/json"]?.schema;
  const input = [
    ...["path", "query"].map((place) => parametersIn(operation, place)),
    body && `body${requestBody?.required ? "" : "?"}: ${typeOf(body, "    ")}`,
  ].filter((part) => part !== undefined);
  const result = answerOf(operation)?.["application/json"]?.schema;
  return [
    `  /** ${operation.summary ?? ""} */`,
    `  ${operation.operationId}: {`,
    `    input: ${input.length === 0 ? "Record<string, never>" : `{ ${input.join("; ")} }`};`,
    `    result: ${result === undefined ? "undefined" : typeOf(result, "    ")};`,
    "  };",
  ].join("\n");
}

function operationValue(path: string, method: string, operation: Operation): string {
  const isKeyed = (operation.parameters ?? []).some(({ name }) => name === "idempotency-key");
  const parts = [`method: ${quote(method.toUpperCase())}`, `path: ${quote(path)}`];
  if (isKeyed) parts.push("isKeyed: true");
  return `  ${operation.operationId}: { ${parts.join(", ")} },`;
}

function answerOf({ responses }: Operation) {
  return Object.entries(responses).find(([status]) => status.startsWith("2"))?.[1].content;
}

function parametersIn({ parameters = [] }: Operation, place: string): string | undefined {
  const list = parameters.filter((parameter) => parameter.in === place);
  if (list.length === 0) return undefined;
  const members = list.map(
    ({ name, required, schema }) => `${key(name)}${required ? "" : "?"}: ${typeOf(schema, "")}`,
  );
  const isRequired = list.some(({ required }) => required);
  return `${place}${isRequired ? "" : "?"}: { ${members.join("; ")} }`;
}

function typeOf(schema: Schema, indent: string): string {
  if (schema.$ref !== undefined) return schema.$ref.split("/").at(-1) ?? "unknown";
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined)
    return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const union = schema.anyOf ?? schema.oneOf;
  if (union !== undefined) return union.map((part) => group(typeOf(part, indent))).join(" | ");
  if (schema.allOf !== undefined) {
    return schema.allOf.map((part) => group(typeOf(part, indent))).join(" & ");
  }
  if (Array.isArray(schema.type)) {
    return schema.type.map((type) => typeOf({ ...schema, type }, indent)).join(" | ");
  }
  switch (schema.type) {
    case "array":
      return `${group(typeOf(schema.items ?? {}, indent))}[]`;
    case "object":
      return objectType(schema, indent);
    case "integer":
    case "number":
      return "number";
    case "string":
    case "boolean":
    case "null":
      return schema.type;
    default:
      return "unknown";
  }
}

function objectType({ properties, required = [], additionalProperties }: Schema, indent: string) {
  const known = Object.entries(properties ?? {});
  if (known.length === 0) {
    const rest = typeof additionalProperties === "object" ? additionalProperties : {};
    return `Record<string, ${typeOf(rest, indent)}>`;
  }
  const inner = `${indent}  `;
  const lines = known.map(
    ([name, schema]) =>
      `${comment(schema, inner)}${inner}${key(name)}${required.includes(name) ? "" : "?"}: ${typeOf(schema, inner)};`,
  );
  return `{\n${lines.join("\n")}\n${indent}}`;
}

function comment({ description }: Schema, indent: string): string {
  return description === undefined ? "" : `${indent}/** ${description} */\n`;
}

function group(type: string): string {
  return / [|&] /.test(type) ? `(${type})` : type;
}

function key(name: string): string {
  return /^\w+$/.test(name) ? name : quote(name);
}

function quote(text: string): string {
  return JSON.stringify(text);
}
