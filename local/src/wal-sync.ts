import { closeSync, constants, fdatasync, openSync } from "node:fs";

/** Flushes the write-ahead log of an open SQLite database. */
export interface WalSync {
  /** Resolves once all that was committed before the call is on disk. Ends the process when it cannot be. */
  sync(): Promise<void>;
  close(): void;
}

/** `path` is the database's. SQLite locks no byte of the log itself, so that opening and closing it here disturbs no lock. */
export function openWalSync(path: string, giveUp: (error: Error) => void = endProcess): WalSync {
  let descriptor: number | null = null;
  return {
    sync() {
      // The first commit makes the file; it stays the same file as long as the database is open.
      descriptor ??= openSync(`${path}-wal`, constants.O_RDWR);
      const opened = descriptor;
      return new Promise((resolve) => {
        fdatasync(opened, (error) => (error === null ? resolve() : giveUp(error)));
      });
    },
    close() {
      if (descriptor !== null) closeSync(descriptor);
    },
  };
}

/** The kernel may have dropped what it could not write and would call the next flush a success. What is on disk is whole: start again from it. */
function endProcess(error: Error): void {
  process.stderr.write(`The disk did not take the database's log: ${error.message}. Stopping.\n`);
  process.exit(1);
}
