// receive.mjs: takes webhooks and prints what happened, once it is proved who sent them.
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";

const { HANDSET_WEBHOOK_SECRET, PORT = "8000" } = process.env;
const key = Buffer.from(HANDSET_WEBHOOK_SECRET.replace("whsec_", ""), "base64");

function isGenuine(headers, body) {
  const { "webhook-id": id, "webhook-timestamp": timestamp } = headers;
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= 300)) return false;
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest();
  return String(headers["webhook-signature"])
    .split(" ")
    .filter((signature) => signature.startsWith("v1,"))
    .map((signature) => Buffer.from(signature.slice(3), "base64"))
    .some((found) => found.length === expected.length && timingSafeEqual(found, expected));
}

const server = createServer(async (req, res) => {
  const body = await buffer(req);
  if (!isGenuine(req.headers, body)) return res.writeHead(400).end();
  // Events come at least once: keep `id` to know one that came before.
  const event = JSON.parse(body.toString());
  console.log(event.type, event.id);
  res.writeHead(204).end();
});
server.listen(Number(PORT), "127.0.0.1", () => console.log(`listening on ${PORT}`));
