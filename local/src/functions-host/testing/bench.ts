import { expect, vi } from "vitest";
import { createManualClock } from "../../clock.ts";
import { createEngine } from "../../firestore/engine/create-engine.ts";
import { startHttpServer } from "../../http-server.ts";
import { openStorage } from "../../storage.ts";
import { type Handler, walk } from "../discover.ts";
import { createFunctionsHost } from "../host.ts";

export const FORGED = "Bearer a.forged.token";

/** A host over data in memory, with a clock to turn; `host` may be called again for a restart over the same data. */
export function createBench() {
  vi.stubEnv("FUNCTIONS_EMULATOR", "true");
  const clock = createManualClock();
  const storage = openStorage(null);
  const lines: string[] = [];
  const log = (_level: string, message: string) => void lines.push(message);
  let opened: Awaited<ReturnType<typeof open>> | undefined;

  async function open(exports: Record<string, Handler>) {
    const engine = createEngine({ storage, projectId: "demo-x", now: clock.now });
    const functions = createFunctionsHost({
      ...{ projectId: "demo-x", engine, storage, clock, log, functions: walk(exports, "") },
      isForged: (authorization) => authorization === FORGED,
    });
    const { handle } = functions;
    const server = await startHttpServer({ host: "127.0.0.1", port: 0, handle, log });
    functions.start();
    return { engine, functions, server };
  }

  const current = () => {
    if (!opened) throw new Error("Nothing is hosted yet.");
    return opened;
  };
  const settled = () => expect.poll(() => current().functions.isIdle()).toBe(true);

  return {
    clock,
    lines,
    settled,
    async host(exports: Record<string, Handler>): Promise<void> {
      opened = await open(exports);
    },
    /** Ends the process's part, as a crash would: what runs is left to itself. */
    abandon: () => void current().functions.stop(),
    async restart(exports: Record<string, Handler>): Promise<void> {
      await current().functions.stop();
      await current().server.close(0);
      opened = await open(exports);
      await settled();
    },
    functions: () => current().functions,
    server: () => current().server,
    url: (path: string) => `http://127.0.0.1:${current().server.port}/demo-x/us-central1/${path}`,
    call: (path: string, init?: RequestInit) =>
      fetch(`http://127.0.0.1:${current().server.port}/demo-x/us-central1/${path}`, init),
    async close(): Promise<void> {
      vi.unstubAllEnvs();
      await opened?.functions.stop();
      await opened?.server.close(0);
      await opened?.engine.close();
      await storage.close();
    },
  };
}

export type Bench = ReturnType<typeof createBench>;
