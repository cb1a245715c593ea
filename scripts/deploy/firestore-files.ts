import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { createEngine } from "../../local/src/firestore/engine/create-engine.ts";
import type { IndexConfiguration } from "../../local/src/firestore/engine.ts";
import { parseRules } from "../../local/src/firestore/rules/ruleset.ts";
import { openStorage } from "../../local/src/storage.ts";

type Override = NonNullable<IndexConfiguration["fieldOverrides"]>[number];

const Scope = z.enum(["COLLECTION", "COLLECTION_GROUP"]);
const Order = z.enum(["ASCENDING", "DESCENDING"]);
const ArrayConfig = z.literal("CONTAINS");
const Name = z.string().min(1);

const Indexes = z.strictObject({
  indexes: z.array(
    z.strictObject({
      collectionGroup: Name,
      queryScope: Scope,
      fields: z
        .array(
          z.union([
            z.strictObject({ fieldPath: Name, order: Order }),
            z.strictObject({ fieldPath: Name, arrayConfig: ArrayConfig }),
          ]),
        )
        .min(2),
    }),
  ),
  fieldOverrides: z.array(
    z.strictObject({
      collectionGroup: Name,
      fieldPath: Name,
      ttl: z.boolean().optional(),
      indexes: z.array(
        z.union([
          z.strictObject({ queryScope: Scope, order: Order }),
          z.strictObject({ queryScope: Scope, arrayConfig: ArrayConfig }),
        ]),
      ),
    }),
  ),
});

/** Whether the rules and the indexes can be read, by the same code that holds them on one machine. */
export function checkFirestoreFiles(root: string): string[] {
  return [...checkRules(join(root, "firestore.rules")), ...checkIndexes(root)];
}

function checkRules(path: string): string[] {
  try {
    parseRules(readFileSync(path, "utf8"));
    return [];
  } catch (error) {
    return [`firestore.rules: ${(error as Error).message}`];
  }
}

function checkIndexes(root: string): string[] {
  try {
    const text = readFileSync(join(root, "firestore.indexes.json"), "utf8");
    const indexes: IndexConfiguration = Indexes.parse(JSON.parse(text));
    const storage = openStorage(null);
    createEngine({ storage, projectId: "demo-handset", indexes }).close();
    storage.close();
    return [
      ...twice("index", indexes.indexes),
      ...twice("override", (indexes.fieldOverrides ?? []).map(nameOfOverride)),
    ];
  } catch (error) {
    const reason = error instanceof z.ZodError ? firstIssue(error) : (error as Error).message;
    return [`firestore.indexes.json: ${reason}`];
  }
}

function firstIssue({ issues }: z.ZodError): string {
  const [issue] = issues;
  return `${issue?.path.join(".")}: ${issue?.message}`;
}

function nameOfOverride({ collectionGroup, fieldPath }: Override): object {
  return { collectionGroup, fieldPath };
}

function twice(what: string, entries: object[]): string[] {
  const texts = entries.map((entry) => JSON.stringify(entry));
  return texts
    .filter((text, place) => texts.indexOf(text) !== place)
    .map((text) => `firestore.indexes.json: the ${what} ${text} stands there twice.`);
}
