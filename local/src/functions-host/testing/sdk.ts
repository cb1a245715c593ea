import { createRequire } from "node:module";
import type { Handler } from "../discover.ts";

type Options = string | object;
type Declare = (options: Options, handler: (event: never) => unknown) => Handler;

/** The functions' own copy of firebase-functions, since this workspace does not depend on it. */
const require = createRequire(new URL("../../../../functions/package.json", import.meta.url));

// The SDK's logger keeps the console it finds while it loads: one that says nothing, as the tests fail handlers on purpose.
const { error, warn } = console;
console.error = console.warn = () => {};
require("firebase-functions/logger");
Object.assign(console, { error, warn });

export const firestore: Record<
  | "onDocumentCreated"
  | "onDocumentUpdated"
  | "onDocumentDeleted"
  | "onDocumentWritten"
  | "onDocumentCreatedWithAuthContext",
  Declare
> = require("firebase-functions/v2/firestore");

export const https: {
  onRequest(options: object, handler: (req: never, res: never) => unknown): Handler;
  onCall: Declare;
} = require("firebase-functions/v2/https");

export const tasks: { onTaskDispatched: Declare } = require("firebase-functions/v2/tasks");
export const scheduler: { onSchedule: Declare } = require("firebase-functions/v2/scheduler");
export const pubsub: { onMessagePublished: Declare } = require("firebase-functions/v2/pubsub");
export const params: {
  defineString(name: string, options: { default: string }): { value(): string };
} = require("firebase-functions/params");
