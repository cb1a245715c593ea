import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FirebaseCli } from "./firebase-cli.ts";

export interface UploadCopy {
  folder: string;
  remove(): void;
}

/** The archive that the Firebase CLI would upload, unpacked in an empty folder and installed there as Cloud Build does. */
export async function unpackUpload(cli: FirebaseCli, root: string): Promise<UploadCopy> {
  const { functions } = JSON.parse(readFileSync(join(root, "firebase.json"), "utf8"));
  const packed = await cli.prepareFunctionsUpload(
    root,
    join(root, functions.source),
    { ignore: [...functions.ignore] },
    [],
  );
  if (packed === undefined) throw new Error("The Firebase CLI packed nothing.");
  const folder = mkdtempSync(join(tmpdir(), "handset-upload-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    await cli.unzip(packed.pathToSource, folder);
    copyFileSync(join(root, ".npmrc"), join(folder, ".npmrc"));
    install(folder);
  } catch (error) {
    remove();
    throw error;
  } finally {
    rmSync(packed.pathToSource, { force: true });
  }
  return { folder, remove };
}

function install(folder: string): void {
  const { status, stdout, stderr } = spawnSync("npm", ["ci", "--omit=dev", "--no-audit"], {
    cwd: folder,
    encoding: "utf8",
  });
  if (status !== 0) {
    throw new Error(`npm ci fails on what would be uploaded.\n${stdout}${stderr}`);
  }
}
