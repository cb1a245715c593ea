import {
  GsonError,
  type JsonObject,
  readArray,
  readBoolean,
  readInteger,
  readObject,
  readString,
} from "./gson.ts";
import { parseGsonDate } from "./gson-date.ts";
import { MESSAGE_STATES, type MessageState } from "./message-state.ts";

/** One element of `GET /message`, as the app understands it. Null where Gson leaves null. */
export interface PulledMessage {
  id: string | null;
  content: { kind: "text"; text: string } | { kind: "data"; data: string; port: number } | null;
  phoneNumbers: string[] | null;
  simNumber: number | null;
  withDeliveryReport: boolean;
  isEncrypted: boolean;
  validUntil: number | null;
  scheduleAt: number | null;
  priority: number;
  state: MessageState | null;
  createdAt: number | null;
}

export interface Reading {
  utcOffsetMinutes: number;
  /** Told of what the app takes, but not as the server can have meant it. */
  warn(rule: string): void;
}

/** Throws GsonError where one element costs the app the whole list. */
export function parsePulledMessages(document: unknown, reading: Reading): PulledMessage[] {
  return readArray(document, "the list of messages").map((item, index) => {
    const what = `message ${index}`;
    return parseMessage(readObject(item, what), what, reading);
  });
}

function parseMessage(item: JsonObject, what: string, reading: Reading): PulledMessage {
  const date = (name: string) => readDate(item[name], `${what}.${name}`, reading);
  return {
    id: readId(item.id, `${what}.id`, reading),
    content: readContent(item, what),
    phoneNumbers: readNumbers(item.phoneNumbers, `${what}.phoneNumbers`),
    simNumber: readInteger(item.simNumber, `${what}.simNumber`, INT),
    withDeliveryReport: readBoolean(item.withDeliveryReport, `${what}.withDeliveryReport`) ?? true,
    isEncrypted: readBoolean(item.isEncrypted, `${what}.isEncrypted`) ?? false,
    validUntil: date("validUntil"),
    scheduleAt: date("scheduleAt"),
    priority: readPriority(item.priority, `${what}.priority`, reading),
    state: readState(item.state, `${what}.state`, reading),
    createdAt: date("createdAt"),
  };
}

const INT = { min: -(2 ** 31), max: 2 ** 31 - 1 };

function readId(value: unknown, what: string, reading: Reading): string | null {
  const id = readString(value, what);
  if (id !== null && id.length > 36) reading.warn(`${what} is longer than 36 characters`);
  return id;
}

function readContent(item: JsonObject, what: string): PulledMessage["content"] {
  if (item.dataMessage !== undefined && item.dataMessage !== null) {
    const data = readObject(item.dataMessage, `${what}.dataMessage`);
    const port = readInteger(data.port, `${what}.dataMessage.port`, { min: -32_768, max: 65_535 });
    return {
      kind: "data",
      data: readString(data.data, `${what}.dataMessage.data`) ?? "",
      port: (port ?? 0) & 0xffff,
    };
  }
  if (item.textMessage !== undefined && item.textMessage !== null) {
    const textMessage = readObject(item.textMessage, `${what}.textMessage`);
    const text = readString(textMessage.text, `${what}.textMessage.text`);
    return text === null ? null : { kind: "text", text };
  }
  const text = readString(item.message, `${what}.message`);
  return text === null ? null : { kind: "text", text };
}

function readNumbers(value: unknown, what: string): string[] | null {
  if (value === undefined || value === null) return null;
  return readArray(value, what).map((number, index) => {
    const text = readString(number, `${what}[${index}]`);
    if (text === null) throw new GsonError(`${what}[${index}] is null`);
    return text;
  });
}

function readPriority(value: unknown, what: string, reading: Reading): number {
  const priority = readInteger(value, what, { min: -128, max: 255 }) ?? 0;
  if (priority <= 127) return priority;
  reading.warn(`${what} ${priority} is over 127 and wraps to ${priority - 256}`);
  return priority - 256;
}

function readState(value: unknown, what: string, reading: Reading): MessageState | null {
  const text = readString(value, what);
  if (text === null) return null;
  const state = MESSAGE_STATES.find((known) => known === text);
  if (state === undefined) {
    reading.warn(`${what} "${text}" is unknown, so the app takes it for Pending and sends`);
  }
  return state ?? null;
}

function readDate(value: unknown, what: string, reading: Reading): number | null {
  const text = readString(value, what);
  if (text === null) return null;
  const date = parseGsonDate(text, reading.utcOffsetMinutes);
  if (date.warning !== null) reading.warn(`${what}: ${date.warning}`);
  return date.epochMs;
}
