import { parseArgs } from "node:util";
import type { LogFields, LogLevel } from "./log.ts";
import type { Credentials } from "./options.ts";
import { createPhone } from "./phone.ts";
import { RegistrationError } from "./registration.ts";
import { SPECIAL_NUMBERS } from "./special-numbers.ts";

const HELP = `A simulated Android phone that speaks /mobile/v1 as the app SMS Gateway 1.68 does.

Usage: node local/src/phone/main.ts --server URL (--code CODE | --token TOKEN | --login NAME --password WORD) [options]

  --server URL         address of the server, ending in /mobile/v1
  --code CODE          pairing code, for a phone that was never registered
  --token TOKEN        private token of the account; also brings back a phone that the server has forgotten
  --login, --password  registers by user name and password
  --data DIR           keeps the phone's database there; without it the phone forgets everything when it stops
  --name NAME          shown as the phone's model (default Handset/simulated)
  --app-version V      release of the app to imitate (default 1.68.0)
  --verbose            says what it does, step by step
  --help               this text

What happens to a text depends on the number it is written to:
${Object.entries(SPECIAL_NUMBERS)
  .map(([name, number]) => `  ${number}  ${name}`)
  .join("\n")}
Any other number behaves as delivered.
`;

class UsageError extends Error {}

interface Flags {
  server: string;
  credentials: Credentials;
  dataDir: string | null;
  name: string | undefined;
  appVersion: string | undefined;
  isVerbose: boolean;
}

function readFlags(args: string[]): Flags | "help" {
  const { values } = parse(args);
  if (values.help) return "help";
  if (values.server === undefined) throw new UsageError("--server is missing");
  if (!URL.canParse(values.server) || !/^https?:$/.test(new URL(values.server).protocol)) {
    throw new UsageError(`--server "${values.server}" is not an http or https address`);
  }
  return {
    server: values.server,
    credentials: readCredentials(values),
    dataDir: values.data ?? null,
    name: values.name,
    appVersion: values["app-version"],
    isVerbose: values.verbose ?? false,
  };
}

function parse(args: string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  try {
    return parseArgs({
      args,
      options: {
        server: text,
        code: text,
        token: text,
        login: text,
        password: text,
        data: text,
        name: text,
        "app-version": text,
        verbose: flag,
        help: flag,
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readCredentials(values: {
  code?: string;
  token?: string;
  login?: string;
  password?: string;
}): Credentials {
  const { code, token, login, password } = values;
  const given: Credentials[] = [];
  if (code !== undefined) given.push({ code });
  if (token !== undefined) given.push({ privateToken: token });
  if (login !== undefined && password !== undefined) given.push({ login, password });
  const [credentials, ...others] = given;
  if (credentials === undefined || others.length > 0) {
    throw new UsageError("give one of --code, --token, or --login with --password");
  }
  return credentials;
}

function writeLine(isVerbose: boolean) {
  return (level: LogLevel, message: string, fields: LogFields = {}) => {
    if (level === "debug" && !isVerbose) return;
    const details = Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => ` ${name}=${JSON.stringify(value)}`)
      .join("");
    process.stderr.write(`${new Date().toISOString()} ${level} ${message}${details}\n`);
  };
}

async function main(): Promise<void> {
  const flags = readFlags(process.argv.slice(2));
  if (flags === "help") {
    process.stdout.write(HELP);
    return;
  }
  const phone = createPhone({
    serverUrl: flags.server,
    dataDir: flags.dataDir,
    credentials: flags.credentials,
    name: flags.name,
    appVersion: flags.appVersion,
    log: writeLine(flags.isVerbose),
  });
  const stop = () => void phone.close();
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  await phone.start();
  process.stdout.write(`online as device ${phone.state.deviceId}\n`);
}

try {
  await main();
} catch (error) {
  const isUsage = error instanceof UsageError || error instanceof TypeError;
  const isExpected = isUsage || error instanceof RegistrationError || error instanceof Error;
  process.stderr.write(`${isExpected ? error.message : String(error)}\n`);
  if (error instanceof UsageError) process.stderr.write("Try --help.\n");
  process.exitCode = isUsage ? 2 : 1;
}
