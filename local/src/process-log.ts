import { format } from "node:util";
import { LOG_LEVELS, type LogLevel } from "./flags.ts";
import type { Log } from "./log.ts";

/**
 * Keeps standard output for what `main.ts` prints: what the functions and their SDKs write to the console goes to standard
 * error, from `least` on. To be called before they are imported, since the SDK's logger keeps the console it finds.
 */
export function sendLogsToStandardError(least: LogLevel): Log {
  const write = (level: LogLevel, message: string) => {
    if (LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf(least)) return;
    process.stderr.write(`${message}\n`);
  };
  const levels = {
    debug: "debug",
    log: "info",
    info: "info",
    warn: "warn",
    error: "error",
  } as const;
  for (const method of ["debug", "log", "info", "warn", "error"] as const) {
    console[method] = (...args: unknown[]) => write(levels[method], format(...args));
  }
  process.removeAllListeners("warning");
  process.on("warning", ({ name, message }) => {
    if (name !== "ExperimentalWarning") write("warn", `${name}: ${message}`);
  });
  return (level, message) => write(level, `${new Date().toISOString()} ${level} ${message}`);
}
