import { onTestFinished } from "vitest";
import type { LogFields } from "../log.ts";
import { createPhone, type Phone, type PhoneOptions } from "../phone.ts";
import { createRadio } from "../radio.ts";
import { type StrictServer, startStrictServer } from "./strict-server.ts";

export interface Harness {
  server: StrictServer;
  phone: Phone;
  /** What the phone had to say, one line each. */
  lines: string[];
  /** Starts the phone; resolves once its event stream is open and it has pulled what there was. */
  goOnline(): Promise<void>;
  /** Resolves once the phone has taken over the settings that the server had for it. */
  settingsTaken(): Promise<void>;
  /** A second phone at the same server. */
  createPhone(options?: Partial<PhoneOptions>): Phone;
}

/** A server and a phone that is offline; both end with the test. Without a clock of its own the radio answers at once. */
export async function createHarness(options: Partial<PhoneOptions> = {}): Promise<Harness> {
  const server = await startStrictServer();
  const lines: string[] = [];
  const log = (level: string, message: string, fields: LogFields = {}) =>
    void lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
  const phones: Phone[] = [];
  const create = (more: Partial<PhoneOptions> = {}) => {
    const phone = createPhone({
      serverUrl: server.url,
      dataDir: null,
      credentials: { privateToken: "private" },
      radio: createRadio({ sentMs: 0, deliveredMs: 0, answerMs: 0 }),
      log,
      ...options,
      ...more,
    });
    phones.push(phone);
    return phone;
  };
  onTestFinished(async () => {
    await Promise.all(phones.map((phone) => phone.close().catch(() => {})));
    await server.close();
  });
  const phone = create();
  const goOnline = async () => {
    await phone.start();
    await until(() => phone.state.isListening && !phone.state.isPulling);
  };
  const settingsTaken = () =>
    until(() => lines.some((line) => line.includes("settings changed by the server")));
  return { server, phone, lines, goOnline, settingsTaken, createPhone: create };
}

/** A message as a server lists it. */
export function listed(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: "msg_1",
    textMessage: { text: "Your table is ready" },
    phoneNumbers: ["+12025550100"],
    createdAt: "2026-11-22T08:10:00.000Z",
    ...fields,
  };
}

/** Turns the event loop until the condition holds; the test's own time limit ends it otherwise. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
