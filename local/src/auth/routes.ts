import { AuthError, ensure, notFound, notImplemented } from "./errors.ts";
import type { Operation } from "./operation.ts";
import { grantToken } from "./operations/grant-token.ts";
import { lookup } from "./operations/lookup.ts";
import { signInWithPassword } from "./operations/sign-in-with-password.ts";
import { signUp } from "./operations/sign-up.ts";

export interface Route {
  operation: Operation;
  /** What lets a caller in: any API key, or the Admin SDK's token alone. */
  door: "key" | "owner";
}

const PEOPLE: Record<string, Operation> = {
  "POST accounts:signUp": signUp,
  "POST accounts:signInWithPassword": signInWithPassword,
  "POST accounts:lookup": lookup,
};

const OWNER: Record<string, Operation> = {
  "POST accounts": signUp,
  "POST accounts:lookup": lookup,
};

const EMULATOR: Record<string, Operation> = {};

/** Undefined for a path that is nobody's here; throws for one that is, but not offered. */
export function findRoute(method: string, path: string, projectId: string): Route {
  const [, toolkit] = /^\/identitytoolkit\.googleapis\.com\/(v[12]\/.+)$/u.exec(path) ?? [];
  if (path === "/securetoken.googleapis.com/v1/token") {
    return { operation: only(method, "POST", grantToken), door: "key" };
  }
  const [, emulatorProject, emulatorCall] =
    /^\/emulator\/v1\/projects\/([^/]+)\/(.+)$/u.exec(path) ?? [];
  if (emulatorCall !== undefined) {
    ensureProject(emulatorProject, projectId);
    return { operation: pick(EMULATOR, method, emulatorCall), door: "owner" };
  }
  if (toolkit === undefined) throw notFound();
  const [, project, separator, call] = /^v1\/projects\/([^/:]+)([/:])(.+)$/u.exec(toolkit) ?? [];
  if (call !== undefined) {
    ensureProject(project, projectId);
    return { operation: pick(OWNER, method, separator === ":" ? `:${call}` : call), door: "owner" };
  }
  return { operation: pick(PEOPLE, method, toolkit.replace(/^v1\//u, "")), door: "key" };
}

function pick(table: Record<string, Operation>, method: string, call: string): Operation {
  const operation = Object.hasOwn(table, `${method} ${call}`) && table[`${method} ${call}`];
  if (!operation) throw notImplemented(`${method} ${call}`);
  return operation;
}

function only(method: string, wanted: string, operation: Operation): Operation {
  if (method === wanted) return operation;
  throw new AuthError("Method Not Allowed", { httpStatus: 405, reason: "httpMethodNotAllowed" });
}

function ensureProject(asked: string | undefined, projectId: string): void {
  ensure(
    asked !== undefined && decodeURIComponent(asked) === projectId,
    `PROJECT_NOT_FOUND : ((This server is project "${projectId}".))`,
  );
}
