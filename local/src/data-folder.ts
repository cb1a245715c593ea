import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StartError } from "./ports.ts";

/**
 * Keeps a second process off the same data: both would deliver the same tasks. The lock is the operating system's, so it goes
 * with the process, however that ends. Returns the way to give it back.
 */
export function lockDataFolder(directory: string): () => void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const lock = new DatabaseSync(join(directory, "lock.sqlite"));
  try {
    lock.exec("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    throw new StartError(
      `The data in ${directory} is in use by another Handset. Stop that one, or give another folder with --data.`,
      error,
    );
  }
  return () => lock.close();
}
