import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { IndexConfiguration } from "./firestore/engine.ts";
import { type HostingConfig, readHostingConfig } from "./hosting/config.ts";

/** What `firebase.json` and the files that it names say. */
export interface ProjectFiles {
  indexes: IndexConfiguration | undefined;
  /** The rules and where they stand; undefined leaves everything to the owner. */
  rules: { path: string; source: string } | undefined;
  hosting: HostingConfig;
  functionsFolder: string;
  emulatorPorts: Partial<Record<"firestore" | "auth" | "functions" | "tasks", number>>;
}

type Json = Record<string, unknown>;

export function readProjectFiles(directory: string): ProjectFiles {
  const firebase = readJson(join(directory, "firebase.json")) ?? {};
  const firestore = section(firebase.firestore);
  const functions = section(
    Array.isArray(firebase.functions) ? firebase.functions[0] : firebase.functions,
  );
  const indexes = join(directory, text(firestore.indexes) ?? "firestore.indexes.json");
  const rules = join(directory, text(firestore.rules) ?? "firestore.rules");
  return {
    indexes: readJson(indexes) as IndexConfiguration | undefined,
    rules: existsSync(rules) ? { path: rules, source: readFileSync(rules, "utf8") } : undefined,
    hosting: readHostingConfig(firebase.hosting),
    functionsFolder: join(directory, text(functions.source) ?? "functions"),
    emulatorPorts: readPorts(section(firebase.emulators)),
  };
}

function readPorts(emulators: Json): ProjectFiles["emulatorPorts"] {
  const names = ["firestore", "auth", "functions", "tasks"] as const;
  const ports = names.map((name) => [name, section(emulators[name]).port] as const);
  return Object.fromEntries(ports.filter(([, port]) => typeof port === "number"));
}

function readJson(path: string): Json | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return section(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    throw new Error(`${path} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
}

const section = (value: unknown): Json =>
  typeof value === "object" && value !== null ? (value as Json) : {};

const text = (value: unknown) => (typeof value === "string" ? value : undefined);
