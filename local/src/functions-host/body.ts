import type { IncomingMessage, ServerResponse } from "node:http";
import express from "express";

/** Production's limit for a request to a 2nd gen function. */
const BODY_LIMIT = "32mb";

type RequestWithBody = IncomingMessage & { rawBody?: Buffer; body?: unknown };

/** Reads the body whole, keeps it as `rawBody`, and parses it by its content type into `body`. */
export function parseBody(): express.Router {
  const options = {
    limit: BODY_LIMIT,
    verify(req: RequestWithBody, _res: ServerResponse, body: Buffer) {
      req.rawBody = body;
    },
  };
  const router = express.Router();
  router.use(express.json({ ...options, type: "application/cloudevents+json" }));
  router.use(express.json(options));
  router.use(express.text(options));
  router.use(express.urlencoded({ ...options, extended: true }));
  router.use(express.raw({ ...options, type: () => true }));
  router.use(forgiveMalformedBody);
  return router;
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
