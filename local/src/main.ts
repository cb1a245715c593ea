import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { announce, announceJson, type Demo } from "./announce.ts";
import { type Flags, HELP, readFlags } from "./flags.ts";
import { describeError, type Log } from "./log.ts";
import { tellOfMail } from "./mail.ts";
import { StartError } from "./ports.ts";
import { sendLogsToStandardError } from "./process-log.ts";

async function main(): Promise<void> {
  const flags = readFlags(process.argv.slice(2));
  if (flags === "help") {
    process.stdout.write(HELP);
    return;
  }
  const log = sendLogsToStandardError(flags.logLevel ?? (process.stderr.isTTY ? "warn" : "info"));
  const stop = await start(flags, log);
  stopOnSignals(stop, log);
}

async function start(flags: Flags, log: Log): Promise<() => Promise<void>> {
  enableCompileCache(join(import.meta.dirname, "../../node_modules/.cache/handset"));
  // Imported late: what it says while it loads belongs on standard error.
  const [{ startRuntime }, { seedDemo }] = await Promise.all([
    import("./runtime.ts"),
    import("./demo.ts"),
  ]);
  const { dataDir, port, host, sdkPorts, publicUrl } = flags;
  const runtime = await startRuntime({
    ...{ dataDir, port, host, log, readsEnvFiles: true },
    sendMail: (mail) => tellOfMail(mail, process.stderr.isTTY, log),
    ...(sdkPorts === 0 && { sdkPorts }),
    ...(publicUrl !== undefined && { publicUrl }),
  });
  let demo: Demo | null = null;
  try {
    demo = flags.hasDemo ? await seedDemo(runtime, flags) : null;
  } catch (error) {
    await runtime.close();
    throw error;
  }
  const { url } = runtime;
  process.stdout.write(flags.isJson ? announceJson(url, demo) : announce(url, dataDir, demo));
  return async () => {
    await demo?.close();
    await runtime.close();
  };
}

/** The first signal drains, the second ends at once. */
function stopOnSignals(stop: () => Promise<void>, log: Log): void {
  let isStopping = false;
  const end = (code: number) => {
    if (isStopping) process.exit(code || 130);
    isStopping = true;
    stop().then(
      () => process.exit(code),
      (error) => {
        log("error", describeError(error));
        process.exit(1);
      },
    );
  };
  process.on("SIGINT", () => end(0));
  process.on("SIGTERM", () => end(0));
  // Production would end the instance; here one function's slip must not take the others along.
  process.on("unhandledRejection", (reason) => log("error", `Unhandled: ${describeError(reason)}`));
  process.on("uncaughtException", (error) => {
    log("error", `Uncaught: ${describeError(error)}`);
    end(1);
  });
}

try {
  await main();
} catch (error) {
  const isExplained = error instanceof StartError;
  process.stderr.write(`${isExplained ? error.message : describeError(error)}\n`);
  if (isExplained) process.stderr.write("npm start -- --help lists the options.\n");
  process.exit(1);
}
