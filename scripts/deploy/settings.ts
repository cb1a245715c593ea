import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FirebaseCli, Manifest, Param } from "./firebase-cli.ts";

/** Settings that neither a file in functions/ nor a default gives a value: a sentence each. */
export function checkSettings(
  cli: FirebaseCli,
  manifest: Manifest,
  root: string,
  projectId: string,
): string[] {
  const functionsSource = join(root, "functions");
  const given = cli.loadUserEnvs({ functionsSource, projectDir: root, projectId });
  return settingsOf(manifest)
    .filter(({ name, default: value }) => value === undefined && given[name] === undefined)
    .map(
      ({ name, description }) =>
        `The setting ${name} has no value: add ${name}=… to functions/.env.${projectId}.${description ? ` ${description}` : ""}`,
    );
}

/** The CLI asks for each setting unless a file names it: so the defaults are written down, to be looked at once. */
export function writeSettings(manifest: Manifest, root: string, projectId: string): string | null {
  const path = join(root, `functions/.env.${projectId}`);
  if (existsSync(path)) return null;
  const lines = settingsOf(manifest).flatMap(({ name, description, default: value }) => [
    ...(description ? [`# ${description}`] : []),
    `${name}=${Array.isArray(value) ? JSON.stringify(value) : (value ?? "")}`,
  ]);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

function settingsOf(manifest: Manifest): Param[] {
  return manifest.params.filter(({ type }) => type !== "secret");
}
