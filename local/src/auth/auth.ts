import type { IncomingMessage, ServerResponse } from "node:http";
import { FirestoreError } from "../firestore/errors.ts";
import type { Caller } from "../firestore/protocol.ts";
import { describeError } from "../log.ts";
import { type HandleOptions, isOwnerToken, openDoor } from "./door.ts";
import { AuthError, ensure, notImplemented, permissionDenied } from "./errors.ts";
import type { Claims } from "./id-token.ts";
import type { Call } from "./operation.ts";
import { answerAction } from "./pages/action-page.ts";
import { sendGapi, sendGooglePage, sendRelayFrame } from "./pages/google-page.ts";
import { findRoute } from "./routes.ts";
import { openState, type State, type StateOptions } from "./state.ts";
import { checkIdToken } from "./tokens.ts";
import { allowCrossOrigin, answerPreflight, readBody, sendError, sendJson } from "./wire.ts";

export type { HandleOptions } from "./door.ts";
export type { AuthMail, SendMail } from "./outbox.ts";
export type AuthOptions = StateOptions;

export interface Auth {
  /** Answers the sign-in server's paths and says true; says false, untouched, for every other path. */
  handle(req: IncomingMessage, res: ServerResponse, options: HandleOptions): boolean;
  /** Throws an AuthError for a token that is not ours, has run out, or whose user is gone, disabled or revoked. */
  checkIdToken(token: string): Claims;
  /** For the database: who stands behind an `authorization` header. Throws FirestoreError UNAUTHENTICATED. */
  identify(authorization: string | undefined, options?: { allowOwner: boolean }): Caller;
  /** For the functions' host: a header that claims to be an ID token and is not a good one is `forged`. */
  checkBearer(authorization: string | undefined): "not-a-token" | "valid" | "forged";
}

const OURS = /^\/(?:identitytoolkit\.googleapis\.com|securetoken\.googleapis\.com|emulator)\//u;
/** What some reader could take for a JWT. Keys and phone tokens have no dots; whatever else has two must be a good token. */
const TOKEN_SHAPED = /\..*\./su;

export function createAuth(options: AuthOptions): Auth {
  const state = openState(options);
  return {
    handle(req, res, handleOptions) {
      const url = URL.parse(req.url ?? "/", "http://localhost");
      if (!url || !OURS.test(url.pathname)) return false;
      answer(state, req, res, url, handleOptions).catch((error: unknown) => {
        if (!(error instanceof AuthError)) {
          state.log("error", `${req.method} ${url.pathname}: ${describeError(error)}`);
        }
        if (res.headersSent) res.destroy();
        else sendError(res, error);
      });
      return true;
    },
    checkIdToken: (token) => checkIdToken(state, token).claims,
    identify(authorization, { allowOwner } = { allowOwner: true }) {
      return identify(state, authorization, allowOwner);
    },
    checkBearer(authorization) {
      if (authorization === undefined || !TOKEN_SHAPED.test(authorization)) return "not-a-token";
      const token = bearerOf(authorization);
      return token !== undefined && isGood(state, token) ? "valid" : "forged";
    },
  };
}

async function answer(
  state: State,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
  options: HandleOptions,
): Promise<void> {
  allowCrossOrigin(req, res);
  const method = req.method ?? "GET";
  if (method === "OPTIONS") return answerPreflight(req, res);
  const call = openDoor(req, url, options, state.publicUrl);
  if (await answerPage(state, req, res, url.pathname, call)) return;
  const route = findRoute(method, url.pathname, state.projectId);
  if (!call.isOwner && !url.searchParams.get("key") && !req.headers["x-goog-api-key"]) {
    throw permissionDenied("The request is missing a valid API key.");
  }
  ensure(
    route.door !== "owner" || call.isOwner,
    "INSUFFICIENT_PERMISSION : Only authenticated requests can specify target_project_id.",
  );
  const body = await readBody(req);
  if (body.tenantId || url.searchParams.has("tenantId")) throw notImplemented("a tenant");
  sendJson(res, 200, await route.operation(state, body, call));
}

/** The pages that people see; true when it was one. */
async function answerPage(
  state: State,
  req: IncomingMessage,
  res: ServerResponse,
  path: string,
  call: Call,
): Promise<boolean> {
  const method = req.method ?? "GET";
  if (path === "/emulator/action" && (method === "GET" || method === "POST")) {
    const wantsPage = req.headers.accept?.includes("text/html") ?? false;
    const body = method === "POST" ? await readBody(req) : {};
    await answerAction(state, res, { method, wantsPage, body, call });
    return true;
  }
  if (method !== "GET") return false;
  if (path === "/emulator/auth/handler") sendGooglePage(state, res, call);
  else if (path === "/emulator/auth/iframe") sendRelayFrame(res);
  else if (path === "/emulator/auth/gapi.js") sendGapi(res);
  else return false;
  return true;
}

function identify(state: State, authorization: string | undefined, allowOwner: boolean): Caller {
  if (authorization === undefined) return { kind: "anonymous" };
  if (isOwnerToken(authorization)) {
    if (allowOwner) return { kind: "owner" };
    throw new FirestoreError("UNAUTHENTICATED", "((The owner's token is not taken here.))");
  }
  const token = bearerOf(authorization);
  if (token === undefined) throw new FirestoreError("UNAUTHENTICATED", "Missing bearer token.");
  try {
    const { user, claims } = checkIdToken(state, token);
    return { kind: "user", uid: user.localId, token: { ...claims } };
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    throw new FirestoreError("UNAUTHENTICATED", `((${error.code}))`);
  }
}

function isGood(state: State, token: string): boolean {
  try {
    checkIdToken(state, token);
    return true;
  } catch (error) {
    if (error instanceof AuthError) return false;
    throw error;
  }
}

function bearerOf(authorization: string | undefined): string | undefined {
  return authorization === undefined ? undefined : /^bearer\s+(\S+)\s*$/iu.exec(authorization)?.[1];
}
