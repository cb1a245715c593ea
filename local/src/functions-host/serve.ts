import type { IncomingMessage, ServerResponse } from "node:http";
import express from "express";
import type { Clock } from "../clock.ts";
import { describeError, type Log } from "../log.ts";
import { parseBody } from "./body.ts";
import type { DeployedFunction } from "./discover.ts";

export type ServedFunction = Exclude<DeployedFunction, { kind: "firestore" }>;

/** Runs one function for one request, as the functions framework does in production. */
export type Serve = (target: ServedFunction, req: IncomingMessage, res: ServerResponse) => void;

export function createServe(clock: Clock, log: Log): Serve {
  const targets = new WeakMap<IncomingMessage, ServedFunction>();
  const app = express();
  app.enable("trust proxy");
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("query parser", "extended");
  app.use(parseBody());
  app.use((req, res) => {
    const target = targets.get(req);
    if (!target) throw new Error("A request without a function.");
    limitTime(target, res, clock, log);
    return target.handler(req, res);
  });
  const answerFailure: express.ErrorRequestHandler = (error, _req, res, _next) => {
    log("error", describeError(error));
    if (res.headersSent) res.destroy();
    else res.status(statusOf(error)).type("text/plain").send("Internal Server Error");
  };
  app.use(answerFailure);
  return (target, req, res) => {
    targets.set(req, target);
    app(req, res);
  };
}

/** Production cuts the caller off; the handler cannot be stopped, there or here. */
function limitTime(target: ServedFunction, res: ServerResponse, clock: Clock, log: Log): void {
  const cancel = clock.at(clock.now() + target.timeoutSeconds * 1000, () => {
    log("error", `${target.name} did not answer within ${target.timeoutSeconds} seconds.`);
    if (res.headersSent) return void res.destroy();
    res.writeHead(504, { "content-type": "text/plain" }).end("upstream request timeout");
  });
  res.once("close", cancel);
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && "status" in error ? error.status : undefined;
  return typeof status === "number" && status >= 400 && status < 600 ? status : 500;
}
