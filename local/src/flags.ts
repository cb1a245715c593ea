import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { StartError } from "./ports.ts";

export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface Flags {
  port: number;
  host: string;
  dataDir: string;
  sdkPorts: 0 | undefined;
  publicUrl: string | undefined;
  hasDemo: boolean;
  hasPhone: boolean;
  isJson: boolean;
  logLevel: LogLevel | undefined;
}

export const HELP = `Handset: an SMS API that runs on your own Android phones. This starts it on one machine.

Usage: npm start -- [options]

  --port N         port for the dashboard, the API and the phones (default 3000; 0 takes any)
  --host ADDRESS   address to listen on (default 127.0.0.1; 0.0.0.0 lets phones on your network in)
  --data DIR       where everything is kept (default .handset)
  --public-url URL address that phones and browsers use, when a proxy stands in front
  --no-demo        makes no demo account
  --no-phone       starts no simulated phone beside the demo account
  --sdk-ports 0    takes any free ports for the SDKs, also where the usual 8080, 9099, 5001 and 9499 are free
  --json           prints one line of JSON when ready, for programs
  --log-level L    debug, info, warn or error, on standard error (default info; warn on a terminal)
  --help           this text
`;

export function readFlags(args: string[]): Flags | "help" {
  const values = parse(args);
  if (values.help) return "help";
  return {
    port: readPort(values.port),
    host: values.host,
    dataDir: resolve(values.data),
    sdkPorts: readSdkPorts(values["sdk-ports"]),
    publicUrl: readUrl(values["public-url"]),
    hasDemo: values.demo,
    hasPhone: values.phone,
    isJson: values.json,
    logLevel: readLevel(values["log-level"]),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowNegative: true,
      options: {
        port: { type: "string", default: "3000" },
        host: { type: "string", default: "127.0.0.1" },
        data: { type: "string", default: ".handset" },
        "public-url": { type: "string" },
        "sdk-ports": { type: "string" },
        "log-level": { type: "string" },
        demo: { type: "boolean", default: true },
        phone: { type: "boolean", default: true },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw new StartError(error instanceof Error ? error.message : String(error), error);
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new StartError(`--port ${text} is no port: it is a number up to 65535.`);
}

function readSdkPorts(text: string | undefined): 0 | undefined {
  if (text === undefined || text === "0") return text === "0" ? 0 : undefined;
  throw new StartError(
    "--sdk-ports takes 0 only; single ports are set in firebase.json, under emulators.",
  );
}

function readUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol)) return url.origin;
  throw new StartError(`--public-url ${text} is no address as in https://sms.example.com.`);
}

function readLevel(text: string | undefined): LogLevel | undefined {
  if (text === undefined) return undefined;
  const level = LOG_LEVELS.find((known) => known === text);
  if (level) return level;
  throw new StartError(`--log-level ${text} is none of ${LOG_LEVELS.join(", ")}.`);
}
