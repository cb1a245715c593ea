import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { compileFunctions, ROOT } from "../scripts/build.ts";
import {
  type Deployment,
  describeDeployment,
  discoverManifest,
} from "../scripts/deploy/deployment.ts";
import { loadFirebaseCli, type Manifest } from "../scripts/deploy/firebase-cli.ts";
import { checkFirestoreFiles } from "../scripts/deploy/firestore-files.ts";
import { cutFunctionsLock, type Lock } from "../scripts/deploy/functions-lock.ts";
import { checkSecrets, compareWithReview } from "../scripts/deploy/review.ts";
import { checkSettings, writeSettings } from "../scripts/deploy/settings.ts";

const readJson = (path: string) => JSON.parse(readFileSync(path, "utf8"));
const reviewed: Deployment = readJson("functions/deployment.json");

describe("what is deployed", () => {
  test("is what was reviewed, by the Firebase CLI's own discovery", async () => {
    compileFunctions({ isChecked: false });
    const cli = loadFirebaseCli();
    const manifest = await discoverManifest(
      cli,
      join(ROOT, "functions"),
      "demo-handset",
      "nodejs24",
    );
    expect(checkSecrets(manifest)).toEqual([]);
    const found = await describeDeployment(cli, manifest, "demo-handset");
    expect(compareWithReview(found, reviewed)).toEqual([]);
  });

  test("runs the versions that were tested", () => {
    expect(readJson("functions/package-lock.json")).toEqual(
      cutFunctionsLock(readJson("package-lock.json")),
    );
  });

  test("is named in full where it differs from the review", () => {
    const { api, mobile, ...others } = reviewed.functions;
    if (!api || !mobile) throw new Error("The review lacks the two HTTPS functions.");
    const found: Deployment = {
      ...reviewed,
      functions: { ...others, mobile: { ...mobile, memoryMiB: 1024 }, extra: api },
      settings: { ...reviewed.settings, CURRENCY: "EUR" },
      secrets: [...reviewed.secrets, "NEW_SECRET"],
    };
    expect(compareWithReview(found, reviewed)).toEqual([
      "The function api was reviewed and is not exported.",
      "mobile: memoryMiB is 1024, and 512 was reviewed.",
      "The function extra is exported and was not reviewed.",
      'The setting CURRENCY defaults to "EUR", and "USD" was reviewed.',
      "The secret NEW_SECRET is declared and was not reviewed.",
    ]);
  });
});

describe("a deployment that cannot run", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "handset-deploy-"));
    for (const name of ["firestore.rules", "firestore.indexes.json"]) {
      copyFileSync(name, join(root, name));
    }
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const change = (name: string, from: string, to: string) => {
    const text = readFileSync(join(root, name), "utf8");
    expect(text).toContain(from);
    writeFileSync(join(root, name), text.replace(from, to));
  };

  test("is told of the rule that does not parse, and of nothing while all is well", () => {
    expect(checkFirestoreFiles(root)).toEqual([]);
    change("firestore.rules", "allow read", "alow read");
    expect(checkFirestoreFiles(root)).toEqual([expect.stringMatching(/^firestore\.rules: .*alow/)]);
  });

  test("is told of an index that is no JSON, that is misspelt, and that stands there twice", () => {
    change("firestore.indexes.json", '"indexes": [', '"indexes": [,');
    expect(checkFirestoreFiles(root)).toEqual([
      expect.stringMatching(/^firestore\.indexes\.json: /),
    ]);
    const { indexes, fieldOverrides } = readJson("firestore.indexes.json");
    copyFileSync("firestore.indexes.json", join(root, "firestore.indexes.json"));
    change("firestore.indexes.json", '"COLLECTION"', '"COLECTION"');
    expect(checkFirestoreFiles(root)).toEqual([
      expect.stringMatching(/^firestore\.indexes\.json: indexes\.0\.queryScope: /),
    ]);
    writeFileSync(
      join(root, "firestore.indexes.json"),
      JSON.stringify({ indexes: [...indexes, indexes[0]], fieldOverrides }),
    );
    expect(checkFirestoreFiles(root)).toEqual([expect.stringContaining("stands there twice")]);
  });

  test("is told of secrets that no function gets, and of those that nothing declares", () => {
    const manifest: Manifest = {
      params: [{ name: "LONELY", type: "secret" }],
      requiredAPIs: [],
      endpoints: { api: { secretEnvironmentVariables: [{ key: "STRANGE" }] } },
    };
    expect(checkSecrets(manifest)).toEqual([
      "The secret LONELY is declared and no function names it in secrets.",
      "api names the secret STRANGE, which no defineSecret declares.",
    ]);
  });

  test("is told of a setting without a value, until a file gives it one", () => {
    const cli = loadFirebaseCli();
    mkdirSync(join(root, "functions"));
    const manifest: Manifest = {
      params: [
        { name: "SENDER", type: "string", description: "Who writes." },
        { name: "PRICE", type: "int", default: 3 },
      ],
      requiredAPIs: [],
      endpoints: {},
    };
    expect(checkSettings(cli, manifest, root, "shop")).toEqual([
      "The setting SENDER has no value: add SENDER=… to functions/.env.shop. Who writes.",
    ]);
    writeFileSync(join(root, "functions/.env.shop"), "SENDER=me\n");
    expect(checkSettings(cli, manifest, root, "shop")).toEqual([]);
  });

  test("gets its settings written down once, with their defaults", () => {
    const manifest: Manifest = {
      params: [{ name: "PRICE", type: "int", default: 3, description: "In cents." }],
      requiredAPIs: [],
      endpoints: {},
    };
    mkdirSync(join(root, "functions"));
    const path = join(root, "functions/.env.shop");
    expect(writeSettings(manifest, root, "shop")).toBe(path);
    expect(readFileSync(path, "utf8")).toBe("# In cents.\nPRICE=3\n");
    expect(writeSettings(manifest, root, "shop")).toBeNull();
  });
});

describe("the functions' own lock", () => {
  const lock = (packages: Lock["packages"]): Lock => ({ lockfileVersion: 3, packages });
  const cut = (packages: Lock["packages"]) => cutFunctionsLock(lock(packages)).packages;

  test("leaves out what only the workspace needs", () => {
    expect(
      cut({
        functions: { dependencies: { a: "1" } },
        "node_modules/a": { version: "1.0.0", dev: true },
        "node_modules/tool": { version: "9.0.0" },
      }),
    ).toEqual({ "": { dependencies: { a: "1" } }, "node_modules/a": { version: "1.0.0" } });
  });

  test("keeps two versions of one package apart", () => {
    expect(
      cut({
        functions: { dependencies: { a: "1", b: "2" } },
        "functions/node_modules/b": { version: "2.0.0" },
        "node_modules/a": { version: "1.0.0", dependencies: { b: "1" } },
        "node_modules/b": { version: "1.0.0" },
      }),
    ).toEqual({
      "": { dependencies: { a: "1", b: "2" } },
      "node_modules/a": { version: "1.0.0", dependencies: { b: "1" } },
      "node_modules/a/node_modules/b": { version: "1.0.0" },
      "node_modules/b": { version: "2.0.0" },
    });
  });

  test("marks what may be missing, and stops at what must not be", () => {
    const packages = {
      functions: { optionalDependencies: { a: "1", gone: "1" } },
      "node_modules/a": { version: "1.0.0" },
    };
    expect(cut(packages)["node_modules/a"]).toEqual({ version: "1.0.0", optional: true });
    expect(() => cut({ functions: { dependencies: { gone: "1" } } })).toThrow(
      "package-lock.json has no gone for functions.",
    );
  });
});
