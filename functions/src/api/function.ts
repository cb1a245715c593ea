import { getRequestListener } from "@hono/node-server";
import { onRequest } from "firebase-functions/https";
import { region } from "../config.ts";
import { getServices } from "../services.ts";
import { createApiApp } from "./app.ts";

let listener: ReturnType<typeof getRequestListener> | undefined;

/** The public API: `/api/v1/…` */
export const api = onRequest(
  { region, memory: "512MiB", concurrency: 200, timeoutSeconds: 60, invoker: "public" },
  async (req, res) => {
    listener ??= getRequestListener(createApiApp(getServices()).fetch);
    await listener(req, res);
  },
);
