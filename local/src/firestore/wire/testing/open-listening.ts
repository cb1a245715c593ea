import { onTestFinished } from "vitest";
import { openStorage } from "../../../storage.ts";
import { createEngine } from "../../engine/create-engine.ts";
import { FirestoreError } from "../../errors.ts";
import type { Caller } from "../../protocol.ts";
import { Dispatcher } from "../listen/dispatcher.ts";
import { ListeningClient, OWNER, PROJECT_ID } from "./listening-client.ts";

/** A database that a client listens to, under rules that refuse by name; all of it ends with the test. */
export function openListening({ caller = OWNER }: { caller?: Caller } = {}) {
  let isRefused = (_name: string) => false;
  const check = (name: string) => {
    if (isRefused(name)) {
      throw new FirestoreError("PERMISSION_DENIED", "Missing or insufficient permissions.");
    }
  };
  const storage = openStorage(null);
  const engine = createEngine({
    ...{ storage, projectId: PROJECT_ID },
    accessPolicy: {
      checkGet: (_, name) => check(name),
      checkList: (_, parent, query) => check(`${parent}/${query.from[0]?.collectionId}`),
      checkWrites: () => {},
    },
  });
  const dispatcher = new Dispatcher(engine, (error) => {
    throw error;
  });
  const client = new ListeningClient(dispatcher, caller);
  onTestFinished(async () => {
    client.close();
    dispatcher.close();
    await engine.close();
    await storage.close();
  });
  return {
    ...{ engine, dispatcher, client },
    /** What the rules refuse from now on; nothing at first. */
    refuse(which: typeof isRefused): void {
      isRefused = which;
    },
    /** What the client received, kind by kind. */
    kinds: (from = 0) =>
      client.received.slice(from).map((response) => {
        if ("targetChange" in response) return response.targetChange.targetChangeType;
        return Object.keys(response)[0];
      }),
  };
}
