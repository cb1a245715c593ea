/** The phone that receives texts, and the target that is told, of `webhooks.ts`: a process of its own, told what to do by messages. */
import { Agent, createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

export type WebhooksOrder =
  | { kind: "start"; url: string; apiKey: string; pairingCode: string }
  | { kind: "lone"; texts: number }
  | { kind: "load"; texts: number; callers: number };

export interface WebhooksResult {
  texts: number;
  deliveries: number;
  seconds: number;
  /** From posting a text to its webhook, in milliseconds. */
  p50: number;
  p99: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const arrivals = new Map<string, PromiseWithResolvers<number>>();
let deliveries = 0;
let hookUrl = "";
let nextText = 0;

process.on("message", (order: WebhooksOrder) => {
  carryOut(order).then(
    (result) => process.send?.(result),
    (error) => process.send?.({ error: String(error?.stack ?? error) }),
  );
});

function carryOut(order: WebhooksOrder): Promise<WebhooksResult> {
  switch (order.kind) {
    case "start":
      return start(order);
    case "lone":
      return receive(order.texts, 1);
    case "load":
      return receive(order.texts, order.callers);
  }
}

async function start({ url, apiKey, pairingCode }: WebhooksOrder & { kind: "start" }) {
  const target = createServer((req, res) => {
    let body = "";
    req.on("data", (chunk) => {
      body += chunk;
    });
    req.on("end", () => {
      res.end();
      deliveries += 1;
      arrivals.get(JSON.parse(body).data.message)?.resolve(performance.now());
    });
  });
  await new Promise<void>((resolve) => target.listen(0, "127.0.0.1", resolve));
  const { port } = target.address() as AddressInfo;
  const paired = await call("POST", `${url}/mobile/v1/device`, `Code ${pairingCode}`, {
    name: "Bench/phone",
  });
  const hooks = await call("GET", `${url}/mobile/v1/webhooks`, `Bearer ${paired.token}`);
  hookUrl = hooks.find(({ event }: { event: string }) => event === "sms:received").url;
  await call("POST", `${url}/api/v1/webhooks`, `Bearer ${apiKey}`, {
    url: `http://127.0.0.1:${port}/`,
    events: ["message.received"],
  });
  return summary([], 0);
}

async function receive(texts: number, callers: number): Promise<WebhooksResult> {
  const before = deliveries;
  const begun = performance.now();
  const rest = Array.from({ length: texts }, () => `Text ${nextText++}`).values();
  const latencies: number[] = [];
  await Promise.all(
    Array.from({ length: callers }, async () => {
      const waiting: Promise<void>[] = [];
      for (const text of rest) {
        const arrival = Promise.withResolvers<number>();
        arrivals.set(text, arrival);
        const sentAt = performance.now();
        const told = arrival.promise.then((at) => void latencies.push(at - sentAt));
        await postText(text);
        if (callers === 1) await told;
        else waiting.push(told);
      }
      await Promise.all(waiting);
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  return { ...summary(latencies, seconds), deliveries: deliveries - before };
}

async function postText(text: string): Promise<void> {
  const number = text.slice("Text ".length);
  await call("POST", hookUrl, null, {
    ...{ id: text, webhookId: "w", event: "sms:received", deviceId: "d" },
    payload: {
      messageId: number,
      message: text,
      sender: `+1415${number.padStart(7, "0")}`,
      simNumber: 1,
      receivedAt: new Date().toISOString(),
    },
  });
}

function summary(latencies: number[], seconds: number): WebhooksResult {
  const sorted = latencies.toSorted((left, right) => left - right);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  return { texts: sorted.length, deliveries: 0, seconds, p50: at(0.5), p99: at(0.99) };
}

function call(method: string, url: string, authorization: string | null, body?: object) {
  return new Promise<ReturnType<typeof JSON.parse>>((resolve, reject) => {
    const headers = {
      "Content-Type": "application/json",
      "User-Agent": "me.capcom.smsgateway/1.70.4",
      ...(authorization !== null && { Authorization: authorization }),
    };
    request(url, { method, agent, headers }, (res) => {
      let text = "";
      res.on("data", (chunk) => {
        text += chunk;
      });
      res.on("end", () => {
        const isGood = (res.statusCode ?? 0) < 300;
        if (!isGood) reject(new Error(`${method} ${url} answered ${res.statusCode}: ${text}`));
        else resolve(text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : text);
      });
    })
      .on("error", reject)
      .end(body && JSON.stringify(body));
  });
}
