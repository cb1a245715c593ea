import { expect, onTestFinished, vi } from "vitest";
import { createManualClock } from "../../clock.ts";
import { createEngine } from "../../firestore/engine/create-engine.ts";
import { openStorage } from "../../storage.ts";
import { type FirestoreFunction, type Handler, walk } from "../discover.ts";
import { Triggers } from "../triggers.ts";
import { createWriter } from "./documents.ts";

interface SnapshotLike {
  exists: boolean;
  ref: { path: string };
  data(): unknown;
}

/** What a handler reads of its event. */
export interface DocumentEvent {
  id: string;
  document: string;
  params: object;
  time: string;
  data: SnapshotLike & { before: SnapshotLike; after: SnapshotLike };
}

/** Triggers over data in memory, with a clock to turn; `host` may be called again for a restart over the same data. Ends with its test. */
export function createTriggerBench() {
  vi.stubEnv("GCLOUD_PROJECT", "demo-x");
  const clock = createManualClock();
  const storage = openStorage(null);
  const warnings: string[] = [];
  let hosted: ReturnType<typeof open> | undefined;

  function open(exports: Record<string, Handler>) {
    const engine = createEngine({ storage, projectId: "demo-x", now: clock.now });
    const triggers = new Triggers({
      ...{ engine, storage, clock },
      log: (level, message) => level === "warn" && warnings.push(message),
      functions: walk(exports, "") as FirestoreFunction[],
    });
    return { engine, triggers, write: createWriter(engine) };
  }

  const current = () => {
    if (!hosted) throw new Error("Nothing is hosted yet.");
    return hosted;
  };

  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await hosted?.triggers.stop();
    await hosted?.engine.close();
    await storage.close();
  });

  return {
    clock,
    warnings,
    host(exports: Record<string, Handler>, { isStarted = true } = {}): void {
      hosted = open(exports);
      if (isStarted) hosted.triggers.start();
    },
    settled: () => expect.poll(() => current().triggers.isIdle()).toBe(true),
    get engine() {
      return current().engine;
    },
    get triggers() {
      return current().triggers;
    },
    get write() {
      return current().write;
    },
  };
}
