import { getRequestListener } from "@hono/node-server";
import { onRequest } from "firebase-functions/https";
import { region } from "../config.ts";
import { getServices } from "../services.ts";
import { createMobileApp } from "./app.ts";

let listener: ReturnType<typeof getRequestListener> | undefined;

/** The phone protocol: `/mobile/v1/…`. An open stream takes a place of `concurrency` for up to an hour. */
export const mobile = onRequest(
  { region, memory: "512MiB", concurrency: 500, timeoutSeconds: 3600, invoker: "public" },
  async (req, res) => {
    listener ??= getRequestListener(createMobileApp(getServices()).fetch);
    await listener(req, res);
  },
);
