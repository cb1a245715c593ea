import type { IncomingMessage, ServerResponse } from "node:http";
import express from "express";

/** Production's limit for a request to a 2nd gen function. */
const BODY_LIMIT = "32mb";

type RequestWithBody = IncomingMessage & { rawBody?: Buffer; body?: unknown };

const JSON_TYPES = ["application/json", "application/cloudevents+json"];

/**
 * Reads the body whole, keeps it as `rawBody`, and parses it by its content type into `body`: JSON only for a function that looks at it,
 * as 32 MB of it take seconds in which nobody else is answered.
 */
export function parseBody(): express.Router {
  const options = {
    limit: BODY_LIMIT,
    verify(req: RequestWithBody, _res: ServerResponse, body: Buffer) {
      req.rawBody = body;
    },
  };
  const router = express.Router();
  router.use(express.text(options));
  router.use(express.urlencoded({ ...options, extended: true }));
  router.use(express.raw({ ...options, type: () => true }));
  router.use((req, _res, next) => {
    if (req.is(JSON_TYPES) && Buffer.isBuffer(req.body)) parseWhenRead(req, req.body);
    next();
  });
  router.use(forgiveMalformedBody);
  return router;
}

function parseWhenRead(req: express.Request, bytes: Buffer): void {
  const set = (value: unknown) => Object.defineProperty(req, "body", { value, writable: true });
  const get = () => {
    const value = parseJson(bytes);
    set(value);
    return value;
  };
  Object.defineProperty(req, "body", { get, set, configurable: true, enumerable: true });
}

/** What does not parse reaches the function as bytes, so that the function words the refusal. */
function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return {};
  try {
    const value: unknown = JSON.parse(bytes.toString());
    return typeof value === "object" && value !== null ? value : bytes;
  } catch {
    return bytes;
  }
}

/**
 * A body that does not parse reaches the function as bytes, so that the function words the refusal. The framework in
 * production answers by itself, 400 with a page of HTML.
 */
const forgiveMalformedBody: express.ErrorRequestHandler = (error, req, res, next) => {
  if (error.type === "entity.parse.failed") {
    req.body = (req as RequestWithBody).rawBody;
    return next();
  }
  if (error.type === "entity.too.large") {
    return void res.status(413).type("text/plain").send("Request Entity Too Large");
  }
  next(error);
};
