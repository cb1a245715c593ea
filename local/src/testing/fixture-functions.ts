import { getApps, initializeApp } from "firebase-admin/app";
import { getFirestore } from "firebase-admin/firestore";
import { getFunctions } from "firebase-admin/functions";
import { firestore, https, scheduler, tasks } from "../functions-host/testing/sdk.ts";

/** A product in small for the tests of the machine: a write causes a task, the task causes a write. */
const app = () => getApps()[0] ?? initializeApp();
const db = () => getFirestore(app());

interface Res {
  json(body: unknown): void;
  set(name: string, value: string): Res;
  flushHeaders(): void;
  write(text: string): void;
  on(event: string, listener: () => void): void;
}

export const api = https.onRequest({}, async (req: { url: string }, res: Res) => {
  if (req.url.startsWith("/api/stream")) {
    res.set("content-type", "text/event-stream").flushHeaders();
    res.write("data: first\n\n");
    await new Promise<void>((resolve) => res.on("close", resolve));
    return;
  }
  const { docs } = await db().collection("done").get();
  res.json({ url: req.url, done: docs.map(({ id }) => id).sort() });
});

export const ordered = firestore.onDocumentCreated(
  { document: "orders/{id}", retry: true },
  async ({ params: { id } }: { params: { id: string } }) => {
    if (process.env.FIXTURE_HANGS) {
      process.stdout.write(`hangs ${id}\n`);
      await new Promise(() => {});
    }
    await getFunctions(app())
      .taskQueue("work")
      .enqueue({ id }, { id: `work-${id}` });
  },
);

export const work = tasks.onTaskDispatched(
  {},
  async ({ data: { id } }: { data: { id: string } }) => {
    await db().doc(`done/${id}`).set({ at: new Date() });
  },
);

export const nightly = scheduler.onSchedule("every day 03:00", async () => {
  await db().doc("done/nightly").set({});
});
