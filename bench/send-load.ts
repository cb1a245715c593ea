/** The callers and the phones of `send.ts`: a process of their own, told what to do by messages. */
import { Agent, request } from "node:http";

export interface BenchAccount {
  accountId: string;
  apiKey: string;
  pairingCode: string;
}

export type LoadOrder =
  | { kind: "pair"; url: string; accounts: BenchAccount[] }
  | { kind: "send"; accounts: BenchAccount[]; callers: number; seconds: number }
  | { kind: "wake"; accounts: BenchAccount[] };

export interface LoadResult {
  count: number;
  refused: number;
  seconds: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

interface Phone {
  deviceId: string;
  /** Resolves at the next wake-up. */
  nextWake(): Promise<number>;
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const phones = new Map<string, Phone>();
let url = "";
let nextNumber = 0;

process.on("message", (order: LoadOrder) => {
  carryOut(order).then(
    (result) => process.send?.(result),
    (error) => process.send?.({ error: String(error?.stack ?? error) }),
  );
});

function carryOut(order: LoadOrder): Promise<LoadResult> {
  switch (order.kind) {
    case "pair":
      return pair(order);
    case "send":
      return send(order);
    case "wake":
      return wake(order.accounts);
  }
}

async function pair(order: { url: string; accounts: BenchAccount[] }): Promise<LoadResult> {
  url = order.url;
  for (const { accountId, pairingCode } of order.accounts) {
    const { body } = await call("POST", "/mobile/v1/device", `Code ${pairingCode}`, {
      name: "Bench/phone",
    });
    const { id, token } = JSON.parse(body) as { id: string; token: string };
    phones.set(accountId, await openStream(id, token));
  }
  return summary([], 0, 0);
}

async function send(order: {
  accounts: BenchAccount[];
  callers: number;
  seconds: number;
}): Promise<LoadResult> {
  const latencies: number[] = [];
  let refused = 0;
  const start = performance.now();
  const end = start + order.seconds * 1000;
  await Promise.all(
    Array.from({ length: order.callers }, async (_, caller) => {
      for (let n = caller; performance.now() < end; n += order.callers) {
        const account = order.accounts[n % order.accounts.length] as BenchAccount;
        const sentAt = performance.now();
        if ((await sendOne(account)) === 202) latencies.push(performance.now() - sentAt);
        else refused += 1;
      }
    }),
  );
  return summary(latencies, refused, (performance.now() - start) / 1000);
}

/** One lone message to each phone, one after the other. */
async function wake(accounts: BenchAccount[]): Promise<LoadResult> {
  const latencies: number[] = [];
  for (const account of accounts) {
    const woken = phones.get(account.accountId)?.nextWake();
    const sentAt = performance.now();
    await sendOne(account);
    if (woken !== undefined) latencies.push((await woken) - sentAt);
  }
  return summary(latencies, 0, 1);
}

async function sendOne(account: BenchAccount): Promise<number> {
  const to = `+1415${String(nextNumber++ % 10_000_000).padStart(7, "0")}`;
  const { status } = await call("POST", "/api/v1/send", `Bearer ${account.apiKey}`, {
    to,
    message: "Your table is ready. Reply STOP to end.",
    device_id: phones.get(account.accountId)?.deviceId,
  });
  return status;
}

function summary(latencies: number[], refused: number, seconds: number): LoadResult {
  const sorted = latencies.toSorted((left, right) => left - right);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  return { count: sorted.length, refused, seconds, p50: at(0.5), p99: at(0.99) };
}

function call(
  method: string,
  path: string,
  authorization: string,
  body: object,
): Promise<{ status: number; body: string }> {
  const text = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const req = request(url + path, {
      method,
      agent,
      headers: {
        Authorization: authorization,
        "Content-Type": "application/json",
        "Content-Length": Buffer.byteLength(text),
      },
    });
    req.on("response", (res) => {
      let answer = "";
      res.setEncoding("utf8");
      res.on("data", (chunk) => {
        answer += chunk;
      });
      res.on("end", () => resolve({ status: res.statusCode ?? 0, body: answer }));
    });
    req.on("error", reject);
    req.end(text);
  });
}

/** Follows a phone's events without ever pulling: only the first wake-up of a phone is of interest. */
function openStream(deviceId: string, token: string): Promise<Phone> {
  return new Promise((resolve, reject) => {
    let notify: (at: number) => void = () => {};
    const req = request(`${url}/mobile/v1/events`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    req.on("error", reject);
    req.on("response", (res) => {
      res.on("data", (chunk: Buffer) => {
        if (chunk.includes("MessageEnqueued")) notify(performance.now());
      });
      resolve({
        deviceId,
        nextWake: () =>
          new Promise((woken) => {
            notify = woken;
          }),
      });
    });
    req.end();
  });
}
