import type { IncomingMessage, ServerResponse } from "node:http";
import type { Engine } from "../engine.ts";
import { FirestoreError } from "../errors.ts";
import type { Caller } from "../protocol.ts";
import type { Backend } from "./backend.ts";
import { mayComeFromPage } from "./browser-origin.ts";
import { parseJson, readBody, sendError, sendJson } from "./http-exchange.ts";
import * as requests from "./json/requests.ts";
import * as operations from "./operations.ts";
import { partitionQuery } from "./partition-query.ts";
import { operateOnResource } from "./rest-resources.ts";
import { describeError, readMessage } from "./status.ts";

interface Verb {
  /** A streamed answer is one JSON array, and so is its error. */
  isStreaming: boolean;
  run(engine: Engine, body: unknown, resource: string, caller: Caller): Promise<unknown>;
}

function verb<Request>(
  read: (body: unknown, resource: string) => Request,
  operate: (engine: Engine, request: Request, caller: Caller) => Promise<unknown>,
  isStreaming = false,
): Verb {
  return {
    isStreaming,
    run: (engine, body, resource, caller) =>
      operate(
        engine,
        readMessage(() => read(body, resource)),
        caller,
      ),
  };
}

function refused(feature: string): Verb {
  return {
    isStreaming: true,
    run: async () => {
      throw new FirestoreError(
        "UNIMPLEMENTED",
        `((${feature} is not implemented in the embedded Firestore.))`,
      );
    },
  };
}

const VERBS: Record<string, Verb> = {
  batchGet: verb(requests.readBatchGet, operations.batchGetDocuments, true),
  runQuery: verb(requests.readRunQuery, operations.runQuery, true),
  runAggregationQuery: verb(requests.readRunAggregationQuery, operations.runAggregationQuery, true),
  commit: verb(requests.readCommit, operations.commit),
  batchWrite: verb(requests.readBatchWrite, operations.batchWrite),
  beginTransaction: verb(requests.readBeginTransaction, operations.beginTransaction),
  rollback: verb(requests.readRollback, operations.rollback),
  listCollectionIds: verb(requests.readListCollectionIds, operations.listCollectionIds),
  partitionQuery: verb(requests.readPartitionQuery, partitionQuery),
  executePipeline: refused("A pipeline"),
  listen: refused("Listening over REST"),
  write: refused("A write stream over REST"),
};

const RESOURCE = /^projects\/[^/]+\/databases\/[^/]+\/documents(\/.+)?$/;

/** Answers `/v1/projects/…`; the path comes decoded. */
export async function answerRest(
  backend: Backend,
  req: IncomingMessage,
  res: ServerResponse,
  url: { path: string; parameters: URLSearchParams },
): Promise<void> {
  const target = url.path.slice("/v1/".length);
  const { resource, named } =
    req.method === "POST" ? splitVerb(target) : { resource: target, named: undefined };
  try {
    if (!RESOURCE.test(resource)) {
      throw new FirestoreError("NOT_FOUND", `No method is served at ${url.path}.`);
    }
    const caller = await backend.authenticate(req.headers.authorization, {
      mayBePage: mayComeFromPage(req),
    });
    const body = parseJson(await readBody(req));
    const answer =
      named === undefined
        ? operateOnResource(backend.engine, caller, {
            method: req.method ?? "",
            resource,
            parameters: url.parameters,
            body,
          })
        : named.run(backend.engine, body, resource, caller);
    sendJson(res, 200, await answer);
  } catch (error) {
    sendError(res, describeError(error, backend.report), named?.isStreaming);
  }
}

/** Document ids may hold colons: only a known verb after the last one is a verb. */
function splitVerb(target: string): { resource: string; named: Verb | undefined } {
  const colon = target.lastIndexOf(":");
  const name = target.slice(colon + 1);
  const named = colon > 0 && Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  return named === undefined
    ? { resource: target, named }
    : { resource: target.slice(0, colon), named };
}
