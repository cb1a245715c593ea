// list.ts: prints every message, newest first, page after page.
import { Handset } from "@handset/client";

const { HANDSET_URL = "http://127.0.0.1:3000", HANDSET_KEY = "" } = process.env;
const handset = new Handset({ apiKey: HANDSET_KEY, baseUrl: HANDSET_URL });

for await (const { id, status } of handset.listMessages({ limit: 2 })) console.log(id, status);
