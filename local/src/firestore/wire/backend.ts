import type { Engine } from "../engine.ts";
import { FirestoreError } from "../errors.ts";
import type { Caller } from "../protocol.ts";
import { Dispatcher } from "./listen/dispatcher.ts";
import type { ReportError } from "./status.ts";

export interface BackendOptions {
  engine: Engine;
  /** Tells who sent an Authorization header; throws UNAUTHENTICATED for a token that nobody here issued. */
  identify(authorization: string | undefined): Caller | Promise<Caller>;
  /** Takes the Admin SDK's `Bearer owner`, but from no web page. For loopback only: whoever says it may do everything. Default false. */
  allowOwner?: boolean;
  /** Receives errors that were not foreseen. Default: `console.error`. */
  report?: ReportError;
}

/** What every front end stands on. */
export interface Backend {
  engine: Engine;
  dispatcher: Dispatcher;
  report: ReportError;
  authenticate(
    authorization: string | undefined,
    client: { mayBePage: boolean },
  ): Caller | Promise<Caller>;
}

export function createBackend(options: BackendOptions): Backend {
  const { engine, identify, allowOwner = false } = options;
  const report = options.report ?? ((error) => console.error("firestore:", error));
  return {
    engine,
    dispatcher: new Dispatcher(engine, report),
    report,
    authenticate(authorization, { mayBePage }) {
      if (authorization?.toLowerCase() !== "bearer owner") return identify(authorization);
      if (allowOwner && !mayBePage) return { kind: "owner" };
      throw new FirestoreError(
        "UNAUTHENTICATED",
        "((The owner's token is taken on the SDKs' loopback port only, and from no web page.))",
      );
    },
  };
}
