// send.mjs NUMBER TEXT: sends a text and waits until it is delivered.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { call } from "./handset.mjs";

const [to, text] = process.argv.slice(2);
// The same key at each attempt: a call that was lost on its way back sends nothing twice.
const { id } = await call("POST", "/send", {
  body: { to, message: text },
  idempotencyKey: randomUUID(),
});
console.log(id, "queued");

let message;
for (let second = 0; second < 60; second += 1) {
  message = await call("GET", `/messages/${id}`);
  if (["delivered", "failed", "expired", "canceled"].includes(message.status)) break;
  await sleep(1000);
}
console.log(id, message.status);
process.exitCode = message.status === "delivered" ? 0 : 1;
