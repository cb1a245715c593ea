import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { USUAL_PORTS } from "./ports.ts";

/** Where a machine is, or last was, reached. The commands beside it read them from its data folder. */
export interface Addresses {
  /** The dashboard's. */
  url: string;
  /** `host:port` */
  firestore: string;
  auth: string;
}

const FILE = "addresses.json";
const USUAL: Addresses = {
  url: "http://127.0.0.1:3000",
  firestore: `127.0.0.1:${USUAL_PORTS.firestore}`,
  auth: `127.0.0.1:${USUAL_PORTS.auth}`,
};

export function writeAddresses(dataDir: string, addresses: Addresses): void {
  writeFileSync(join(dataDir, FILE), `${JSON.stringify(addresses)}\n`, { mode: 0o600 });
}

/** The usual ones where none were written. */
export function readAddresses(dataDir: string): Addresses {
  try {
    return { ...USUAL, ...JSON.parse(readFileSync(join(dataDir, FILE), "utf8")) };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return USUAL;
    throw error;
  }
}
