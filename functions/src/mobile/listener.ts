import { getRequestListener } from "@hono/node-server";
import { getServices } from "../services.ts";
import { createMobileApp } from "./app.ts";

export const answer = getRequestListener(createMobileApp(getServices()).fetch);
