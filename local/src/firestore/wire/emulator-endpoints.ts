import type { IncomingMessage, ServerResponse } from "node:http";
import { FirestoreError } from "../errors.ts";
import { mayComeFromPage } from "./browser-origin.ts";
import { parseJson, readBody, sendError, sendJson } from "./http-exchange.ts";
import { isObject, readList, readObject, readString, refuse } from "./json/checks.ts";
import { describeError } from "./status.ts";

/** What a test suite may do to the database from outside. */
export interface EmulatorControls {
  /** Puts other rules in force; throws INVALID_ARGUMENT with line and column for rules that do not parse. */
  setRules?(source: string): void | Promise<void>;
  /** Deletes every document. */
  clear?(): Promise<void>;
}

const RULES = /^\/emulator\/v1\/projects\/[^/]+:securityRules$/;
const DOCUMENTS = /^\/emulator\/v1\/projects\/[^/]+\/databases\/\(default\)\/documents$/;

export async function answerEmulator(
  controls: EmulatorControls,
  path: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  try {
    if (mayComeFromPage(req)) {
      throw new FirestoreError("PERMISSION_DENIED", "((Web pages may not do this.))");
    }
    if (req.method === "PUT" && RULES.test(path) && controls.setRules !== undefined) {
      await controls.setRules(readRules(parseJson(await readBody(req))));
    } else if (req.method === "DELETE" && DOCUMENTS.test(path) && controls.clear !== undefined) {
      await controls.clear();
    } else {
      throw new FirestoreError("NOT_FOUND", `${req.method} is not served at ${path}.`);
    }
    sendJson(res, 200, {});
  } catch (error) {
    sendError(
      res,
      describeError(error, (unforeseen) => console.error("firestore:", unforeseen)),
    );
  }
}

function readRules(body: unknown): string {
  const { rules } = readObject(body, "", ["rules", "ignore_errors"]);
  const { files } = readObject(rules, "rules", ["files"]);
  const contents = readList(files, "rules.files", (file, path) =>
    readString(isObject(file) ? file.content : undefined, `${path}.content`),
  );
  const [content] = contents;
  if (content === undefined || contents.length > 1) refuse("rules.files", "one file is expected.");
  return content;
}
