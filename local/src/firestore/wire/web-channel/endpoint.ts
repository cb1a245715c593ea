import type { IncomingMessage, ServerResponse } from "node:http";
import { FirestoreError } from "../../errors.ts";
import type { Backend } from "../backend.ts";
import { mayComeFromPage } from "../browser-origin.ts";
import { readBody, sendError } from "../http-exchange.ts";
import { describeError } from "../status.ts";
import { KEEP_ALIVE_MS } from "./back-channel.ts";
import { frame, parseForwardBody } from "./framing.ts";
import { Session, type StreamKind } from "./session.ts";

const PATH = /^\/google\.firestore\.v1\.Firestore\/(Listen|Write)\/channel$/;
const PROTOCOL_VERSION = 8;
const SERVER_VERSION = 12;
const SESSIONS_MAX = 5000;

export interface WebChannelEndpoint {
  accepts(path: string): boolean;
  answer(
    req: IncomingMessage,
    res: ServerResponse,
    url: { path: string; parameters: URLSearchParams },
  ): Promise<void>;
  close(): void;
}

export function createWebChannelEndpoint(backend: Backend): WebChannelEndpoint {
  const sessions = new Map<string, Session>();
  return {
    accepts: (path) => PATH.test(path),
    close: () => {
      for (const session of [...sessions.values()]) {
        session.back.stop();
        session.end();
      }
    },
    async answer(req, res, { path, parameters }) {
      try {
        const kind = path.endsWith("/Listen/channel") ? "Listen" : "Write";
        const id = parameters.get("SID");
        if (id === null) {
          await shakeHands(backend, sessions, kind, req, res);
          return;
        }
        const session = sessions.get(id);
        if (session === undefined) sendText(res, 400, "Unknown SID");
        else if (parameters.get("TYPE") === "terminate") terminate(session, req, res);
        else if (req.method === "GET") openBackChannel(session, res, parameters);
        else await forward(session, req, res, parameters);
      } catch (error) {
        sendError(res, describeError(error, backend.report));
      }
    },
  };
}

async function shakeHands(
  backend: Backend,
  sessions: Map<string, Session>,
  kind: StreamKind,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const { offset, messages, headers } = parseForwardBody(await readBody(req));
  if (sessions.size >= SESSIONS_MAX) {
    throw new FirestoreError("UNAVAILABLE", "((Too many browser streams are open.))");
  }
  const session = new Session({
    backend,
    kind,
    authorization: headers.get("authorization") ?? req.headers.authorization,
    mayBePage: mayComeFromPage(req),
    onEnd: ({ id }) => sessions.delete(id),
  });
  sessions.set(session.id, session);
  const greeting = ["c", session.id, "", PROTOCOL_VERSION, SERVER_VERSION, KEEP_ALIVE_MS];
  sendText(res, 200, frame(JSON.stringify([[0, greeting]])));
  session.receive(offset, messages);
}

async function forward(
  session: Session,
  req: IncomingMessage,
  res: ServerResponse,
  parameters: URLSearchParams,
): Promise<void> {
  const { offset, messages } = parseForwardBody(await readBody(req));
  session.back.acknowledge(acknowledgedBy(parameters));
  session.receive(offset, messages);
  sendText(res, 200, frame(JSON.stringify(session.back.status)));
}

function openBackChannel(session: Session, res: ServerResponse, parameters: URLSearchParams): void {
  const timeoutMs = Number(parameters.get("TO") ?? 0);
  writeHead(res, 200);
  res.flushHeaders();
  session.back.attach({
    res,
    acknowledged: acknowledgedBy(parameters),
    isLongPoll: parameters.get("CI") === "1",
    timeoutMs: timeoutMs > 0 ? timeoutMs : null,
  });
}

function acknowledgedBy(parameters: URLSearchParams): number {
  const id = Number(parameters.get("AID") ?? -1);
  return Number.isInteger(id) ? id : -1;
}

function terminate(session: Session, req: IncomingMessage, res: ServerResponse): void {
  req.resume();
  session.end();
  sendText(res, 200, "");
}

function writeHead(res: ServerResponse, statusCode: number): void {
  res.writeHead(statusCode, {
    "Content-Type": "text/plain; charset=utf-8",
    "Cache-Control": "no-cache, no-store, no-transform, max-age=0, must-revalidate",
    "X-Accel-Buffering": "no",
    "X-Content-Type-Options": "nosniff",
  });
}

function sendText(res: ServerResponse, statusCode: number, text: string): void {
  writeHead(res, statusCode);
  res.end(text);
}
