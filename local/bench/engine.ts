/** `node local/bench/engine.ts`: what the embedded Firestore does a second without a wire, on a disk, bounded in count. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine } from "../src/firestore/engine.ts";
import type { Caller, Fields, StructuredQuery, Write } from "../src/firestore/protocol.ts";
import { openStorage } from "../src/storage.ts";

const OWNER: Caller = { kind: "owner" };
const ROOT = "projects/bench/databases/(default)/documents";
const COMMITS = Number(process.argv[2] ?? 6000);
const GROUP = 64;

const directory = mkdtempSync(join(tmpdir(), "engine-bench-"));
const storage = openStorage(directory);
const engine = createEngine({
  storage,
  projectId: "bench",
  indexes: {
    indexes: [
      {
        collectionGroup: "messages",
        queryScope: "COLLECTION",
        fields: [
          { fieldPath: "status", order: "ASCENDING" },
          { fieldPath: "createdAt", order: "DESCENDING" },
        ],
      },
    ],
  },
});

function fieldsOf(n: number): Fields {
  const at = { timestampValue: new Date(1_770_000_000_000 + n).toISOString().replace("Z", "000Z") };
  return {
    direction: { stringValue: "outbound" },
    to: { stringValue: `+1415555${n % 10_000}` },
    from: { stringValue: "+14155550100" },
    body: { stringValue: "Your parcel is out for delivery and arrives before noon." },
    segments: { integerValue: "1" },
    encoding: { stringValue: "gsm7" },
    status: { stringValue: n % 3 === 0 ? "queued" : "sent" },
    device: { stringValue: `dev_${n % 7}` },
    simSlot: { integerValue: "1" },
    conversation: { stringValue: `cnv_${n % 500}` },
    price: { integerValue: "12000" },
    refunded: { booleanValue: false },
    metadata: { mapValue: { fields: { order: { integerValue: String(n) } } } },
    createdAt: at,
    tags: { arrayValue: { values: [{ stringValue: "parcel" }, { stringValue: "eu" }] } },
  };
}

function nameOf(n: number): string {
  const id = ((n * 2_654_435_761) % 2 ** 32).toString(36).padStart(7, "0");
  return `${ROOT}/accounts/a${n % 5}/messages/msg_${id}${n}`;
}

async function timed(label: string, count: number, run: () => Promise<unknown> | unknown) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await run();
  const elapsed = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const perSecond = Math.round((count / elapsed) * 1000);
  const cpuEach = ((user + system) / count).toFixed(1);
  console.log(`${label.padEnd(48)} ${String(perSecond).padStart(8)}/s  ${cpuEach} µs of CPU each`);
}

async function commits(count: number, group: number, write: (n: number) => Write[]) {
  for (let n = 0; n < count; n += group) {
    const batch = Array.from({ length: Math.min(group, count - n) }, (_, i) =>
      engine.commit({ writes: write(n + i) }, OWNER),
    );
    await Promise.all(batch);
  }
}

const three = (n: number): Write[] =>
  [0, 1, 2].map((i) => ({ update: { name: nameOf(n * 3 + i), fields: fieldsOf(n * 3 + i) } }));
const status = (n: number): Write[] => [
  {
    update: { name: nameOf(n), fields: { status: { stringValue: `delivered${n % 2}` } } },
    updateMask: { fieldPaths: ["status"] },
    updateTransforms: [{ fieldPath: "updatedAt", setToServerValue: "REQUEST_TIME" }],
  },
];
const page: StructuredQuery = {
  from: [{ collectionId: "messages" }],
  where: {
    fieldFilter: { field: { fieldPath: "status" }, op: "EQUAL", value: { stringValue: "queued" } },
  },
  orderBy: [{ field: { fieldPath: "createdAt" }, direction: "DESCENDING" }],
  limit: 20,
};

try {
  await timed(`create 3 documents, ${GROUP} a flush`, COMMITS, () =>
    commits(COMMITS, GROUP, three),
  );
  await timed("create 3 documents, 1 a flush", 500, () =>
    commits(500, 1, (n) => three(COMMITS + n)),
  );
  await timed(`update a status, ${GROUP} a flush`, COMMITS, () => commits(COMMITS, GROUP, status));
  await timed("get, 1 at a time", 50_000, async () => {
    for (let n = 0; n < 50_000; n++)
      await engine.batchGet({ documents: [nameOf(n % 3000)] }, OWNER);
  });
  await timed("get, all documents in turn", COMMITS * 3, async () => {
    for (let n = 0; n < COMMITS * 3; n++) await engine.batchGet({ documents: [nameOf(n)] }, OWNER);
  });
  await timed("query: equality, order, limit 20", 3000, async () => {
    for (let n = 0; n < 3000; n++) {
      await engine.runQuery({ parent: `${ROOT}/accounts/a${n % 5}`, structuredQuery: page }, OWNER);
    }
  });
} finally {
  await engine.close();
  await storage.close();
  rmSync(directory, { recursive: true });
}
