import { Firestore } from "@google-cloud/firestore";
import { describe, expect, test } from "vitest";
import { openEngine, PROJECT_ID, serve } from "./target.ts";

describe("a listener of the Admin SDK whose server goes away", () => {
  test("goes on by itself and misses nothing, deletions included", {
    timeout: 30_000,
  }, async () => {
    process.env.METADATA_SERVER_DETECTION = "none";
    const engine = openEngine();
    const first = await serve(engine, 0);
    process.env.FIRESTORE_EMULATOR_HOST = `${first.host}:${first.port}`;
    const db = new Firestore({ projectId: PROJECT_ID });
    const notes = db.collection("notes");
    for (const id of ["gone", "kept"]) await notes.doc(id).set({ id });
    let shown = "";
    let waiting = () => {};
    const until = async (ids: string) => {
      while (shown !== ids) {
        await new Promise<void>((resolve) => {
          waiting = resolve;
        });
      }
    };
    const stop = notes.onSnapshot((snapshot) => {
      shown = snapshot.docs.map(({ id }) => id).join();
      waiting();
    });
    await until("gone,kept");
    await first.close();
    const name = `projects/${PROJECT_ID}/databases/(default)/documents/notes`;
    const writes = [{ delete: `${name}/gone` }, { update: { name: `${name}/new`, fields: {} } }];
    await engine.commit({ writes }, { kind: "owner" });
    const second = await serve(engine, first.port);
    await until("kept,new");
    expect(shown).toBe("kept,new");
    stop();
    await db.terminate();
    await second.close();
    await engine.close();
  });
});
