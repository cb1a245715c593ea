import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { Services } from "../context.ts";
import { authenticatePhone } from "../devices/authenticate.ts";
import type { PairingCredential } from "../devices/pair.ts";
import { GatewayError } from "../errors.ts";
import type { MobileEnv } from "./env.ts";

/** Lets in phones that are paired. Others get 401, which makes the app pair anew. */
export function phonesOnly(services: Services) {
  return createMiddleware<MobileEnv>(async (c, next) => {
    const token = /^Bearer (\S+)$/i.exec(c.req.header("Authorization") ?? "")?.[1];
    if (token === undefined) throw new GatewayError("unauthenticated", "This phone is not paired");
    c.set("phone", await authenticatePhone(services, token));
    await next();
  });
}

/** What a phone that is not paired yet shows. */
export function readCredential(c: Context<MobileEnv>): PairingCredential {
  const header = c.req.header("Authorization") ?? "";
  const [, scheme = "", value = ""] = /^(\w+)\s+(.+)$/.exec(header.trim()) ?? [];
  switch (scheme.toLowerCase()) {
    case "code":
      return { kind: "code", code: value };
    case "bearer":
      return { kind: "secret", secret: value.trim() };
    case "basic":
      return { kind: "login", ...readBasic(value) };
  }
  throw new GatewayError("unauthenticated", "Enter a pairing code or a private token");
}

function readBasic(value: string): { login: string; password: string } {
  const text = Buffer.from(value.trim(), "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon === -1) throw new GatewayError("unauthenticated", "Wrong login or password");
  return { login: text.slice(0, colon), password: text.slice(colon + 1) };
}
