import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

export interface PhoneProcess {
  stdout(): string;
  stderr(): string;
  /** Resolves with the exit code, null when a signal ended it. */
  ended: Promise<number | null>;
  kill(signal: "SIGTERM" | "SIGKILL"): void;
}

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

/** Runs the phone's command line as a process of its own, which ends with the test at the latest. */
export function runPhoneProcess(...args: string[]): PhoneProcess {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", MAIN, ...args]);
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output.stderr += chunk;
  });
  const ended = once(child, "close").then(([code]) => code as number | null);
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  return {
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    ended,
    kill: (signal) => void child.kill(signal),
  };
}
