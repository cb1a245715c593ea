import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const FIXTURE_ENTRY = join(import.meta.dirname, "fixture-functions.ts");

const FIREBASE = {
  hosting: {
    public: "public",
    rewrites: [
      { source: "/api/**", function: "api" },
      { source: "**", destination: "/index.html" },
    ],
  },
};

export interface FixtureProject {
  directory: string;
  dataDir: string;
  write(name: string, content: string): void;
  remove(): void;
}

/** An empty folder with a `firebase.json`. */
export function createFixtureProject(): FixtureProject {
  const directory = mkdtempSync(join(tmpdir(), "handset-"));
  const write = (name: string, content: string) => writeFileSync(join(directory, name), content);
  write("firebase.json", JSON.stringify(FIREBASE));
  return {
    directory,
    dataDir: join(directory, "data"),
    write,
    remove: () => rmSync(directory, { recursive: true }),
  };
}
