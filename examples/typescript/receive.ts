// receive.ts: takes webhooks and prints what happened, once it is proved who sent them.
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { verifyWebhook, WebhookError } from "@handset/client";

const { HANDSET_WEBHOOK_SECRET = "", PORT = "8000" } = process.env;

const server = createServer(async (req, res) => {
  try {
    const event = await verifyWebhook(HANDSET_WEBHOOK_SECRET, req.headers, await text(req));
    // Events come at least once: keep `id` to know one that came before.
    console.log(event.type, event.id);
    res.writeHead(204).end();
  } catch (error) {
    res.writeHead(error instanceof WebhookError ? 400 : 500).end();
  }
});
server.listen(Number(PORT), "127.0.0.1", () => console.log(`listening on ${PORT}`));
