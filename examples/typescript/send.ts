// send.ts NUMBER TEXT: sends a text and waits until it is delivered.
import { Handset } from "@handset/client";

const { HANDSET_URL = "http://127.0.0.1:3000", HANDSET_KEY = "" } = process.env;
const handset = new Handset({ apiKey: HANDSET_KEY, baseUrl: HANDSET_URL });
const [to = "", message = ""] = process.argv.slice(2);

// Repeated under one key of its own: a call that was lost on its way back sends nothing twice.
const { id } = await handset.send({ to, message });
console.log(id, "queued");

const { status } = await handset.waitForMessage(id, { signal: AbortSignal.timeout(60_000) });
console.log(id, status);
process.exitCode = status === "delivered" ? 0 : 1;
