import { getRequestListener } from "@hono/node-server";
import { getServices } from "../services.ts";
import { createApiApp } from "./app.ts";

export const answer = getRequestListener(createApiApp(getServices()).fetch);
