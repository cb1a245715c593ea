import { AuthError, ensure, notFound, notImplemented } from "./errors.ts";
import type { Operation } from "./operation.ts";
import { batchCreate } from "./operations/batch-create.ts";
import { createAuthUri } from "./operations/create-auth-uri.ts";
import { batchDelete, deleteAccount } from "./operations/delete-account.ts";
import { deleteAll } from "./operations/delete-all.ts";
import { grantToken } from "./operations/grant-token.ts";
import { listOobCodes } from "./operations/list-oob-codes.ts";
import { batchGet, queryAccounts } from "./operations/list-users.ts";
import { lookup } from "./operations/lookup.ts";
import {
  getEmulatorConfig,
  getPasswordPolicy,
  getProject,
  getRecaptchaConfig,
  getRecaptchaParams,
  updateEmulatorConfig,
} from "./operations/project-config.ts";
import { resetPassword } from "./operations/reset-password.ts";
import { sendOobCode } from "./operations/send-oob-code.ts";
import { signInWithCustomToken } from "./operations/sign-in-with-custom-token.ts";
import { signInWithEmailLink } from "./operations/sign-in-with-email-link.ts";
import { signInWithIdp } from "./operations/sign-in-with-idp.ts";
import { signInWithPassword } from "./operations/sign-in-with-password.ts";
import { signUp } from "./operations/sign-up.ts";
import { update } from "./operations/update.ts";

export interface Route {
  operation: Operation;
  /** What lets a caller in: any API key, or the Admin SDK's token alone. */
  door: "key" | "owner";
}

const PEOPLE: Record<string, Operation> = {
  "POST accounts:createAuthUri": createAuthUri,
  "POST accounts:delete": deleteAccount,
  "POST accounts:lookup": lookup,
  "POST accounts:resetPassword": resetPassword,
  "POST accounts:sendOobCode": sendOobCode,
  "POST accounts:signInWithCustomToken": signInWithCustomToken,
  "POST accounts:signInWithEmailLink": signInWithEmailLink,
  "POST accounts:signInWithIdp": signInWithIdp,
  "POST accounts:signInWithPassword": signInWithPassword,
  "POST accounts:signUp": signUp,
  "POST accounts:update": update,
  "GET projects": getProject,
  "GET recaptchaParams": getRecaptchaParams,
  "GET v2/passwordPolicy": getPasswordPolicy,
  "GET v2/recaptchaConfig": getRecaptchaConfig,
};

const OWNER: Record<string, Operation> = {
  "POST accounts": signUp,
  "POST accounts:batchCreate": batchCreate,
  "POST accounts:batchDelete": batchDelete,
  "GET accounts:batchGet": batchGet,
  "POST accounts:delete": deleteAccount,
  "POST accounts:lookup": lookup,
  "POST accounts:query": queryAccounts,
  "POST accounts:sendOobCode": sendOobCode,
  "POST accounts:update": update,
  "POST :queryAccounts": queryAccounts,
};

/** The Auth emulator's own calls, which production lacks. */
const EMULATOR: Record<string, Operation> = {
  "DELETE accounts": deleteAll,
  "GET config": getEmulatorConfig,
  "PATCH config": updateEmulatorConfig,
  "GET oobCodes": listOobCodes,
};

/** Throws for a path that is not ours, and for a call that is not offered. */
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
