import type { Capabilities } from "./capabilities.ts";
import { GsonError, type JsonObject, parseJson, readObject, readString, toGson } from "./gson.ts";
import type { HttpAnswer, HttpClient } from "./http-client.ts";
import { maskSimCard, type SimCard } from "./sim-cards.ts";
import type { Registration } from "./stores/preferences.ts";

/** How a phone that was never registered says who it belongs to. `none` is an app without a private token. */
export type Authorization =
  | { kind: "code"; code: string }
  | { kind: "basic"; login: string; password: string }
  | { kind: "bearer"; token: string }
  | { kind: "none" };

export interface MessageReport {
  id: string;
  state: string;
  recipients: { phoneNumber: string; state: string; error?: string }[];
  states: Record<string, string>;
}

/** An answer that was not 2xx. */
export class GatewayStatusError extends Error {
  override readonly name = "GatewayStatusError";
  readonly status: number;
  readonly text: string;

  constructor(method: string, path: string, answer: HttpAnswer) {
    super(`${method} ${path} was answered ${answer.status}`);
    this.status = answer.status;
    this.text = answer.text;
  }
}

export interface GatewayApi {
  register(
    body: DeviceBody,
    authorization: Authorization,
    signal: AbortSignal,
  ): Promise<Registration>;
  updateDevice(
    token: string,
    body: DeviceBody & { id: string },
    signal: AbortSignal,
  ): Promise<void>;
  messages(token: string, order: "LIFO" | "FIFO", signal: AbortSignal): Promise<unknown>;
  report(token: string, reports: MessageReport[], signal: AbortSignal): Promise<void>;
  webhooks(token: string, signal: AbortSignal): Promise<unknown>;
  settings(token: string, signal: AbortSignal): Promise<unknown>;
  /** Of the phone as the server sees it. */
  externalIp(token: string, signal: AbortSignal): Promise<string>;
  loginCode(login: string, password: string, signal: AbortSignal): Promise<LoginCode>;
  changePassword(token: string, change: PasswordChange, signal: AbortSignal): Promise<void>;
}

export interface LoginCode {
  code: string;
  validUntil: string;
}

export interface PasswordChange {
  currentPassword: string;
  newPassword: string;
}

export interface DeviceBody {
  name?: string;
  pushToken?: string;
  simCards: readonly SimCard[];
}

const TIMEOUTS = { silenceMs: 10_000, totalMs: null };

/** The calls of `/mobile/v1` with the app's headers. Never trims a slash from the address, as the app does not. */
export function createGatewayApi(
  http: HttpClient,
  serverUrl: string,
  capabilities: Capabilities,
): GatewayApi {
  async function call(
    method: "GET" | "POST" | "PATCH",
    path: string,
    authorization: Authorization,
    signal: AbortSignal,
    body?: unknown,
  ): Promise<HttpAnswer> {
    const headers: Record<string, string> = {
      "User-Agent": userAgentOf(capabilities),
      Accept: "application/json",
      ...authorizationHeader(authorization),
    };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const answer = await http.call({
      method,
      url: `${serverUrl}${path}`,
      headers,
      body: body === undefined ? undefined : toGson(body),
      signal,
      timeouts: TIMEOUTS,
    });
    if (answer.status < 200 || answer.status > 299) {
      throw new GatewayStatusError(method, path, answer);
    }
    return answer;
  }

  async function read(path: string, token: string, signal: AbortSignal): Promise<unknown> {
    return readBody(path, await call("GET", path, { kind: "bearer", token }, signal));
  }

  const withSims = ({ simCards, ...body }: DeviceBody) =>
    capabilities.can("simCards") ? { ...body, simCards: simCards.map(maskSimCard) } : body;

  return {
    register: async (body, authorization, signal) => {
      const answer = await call("POST", "/device", authorization, signal, withSims(body));
      return readRegistration(readBody("/device", answer));
    },
    updateDevice: async (token, body, signal) => {
      const authorization = { kind: "bearer", token } as const;
      await call("PATCH", "/device", authorization, signal, withSims(body));
    },
    messages: (token, order, signal) => {
      const query = capabilities.can("order") ? `?order=${order.toLowerCase()}` : "";
      return read(`/message${query}`, token, signal);
    },
    report: async (token, reports, signal) => {
      await call("PATCH", "/message", { kind: "bearer", token }, signal, reports);
    },
    webhooks: (token, signal) => read("/webhooks", token, signal),
    settings: (token, signal) => read("/settings", token, signal),
    externalIp: async (token, signal) => {
      const body = readObject(await read("/device", token, signal), "the device");
      return required(body, "externalIp", "the device");
    },
    loginCode: async (login, password, signal) => {
      const answer = await call("GET", "/user/code", { kind: "basic", login, password }, signal);
      const body = readObject(readBody("/user/code", answer), "the login code");
      return {
        code: required(body, "code", "the login code"),
        validUntil: required(body, "validUntil", "the login code"),
      };
    },
    changePassword: async (token, change, signal) => {
      await call("PATCH", "/user/password", { kind: "bearer", token }, signal, change);
    },
  };
}

export function userAgentOf(capabilities: Capabilities): string {
  return `me.capcom.smsgateway/${capabilities.version}`;
}

function authorizationHeader(authorization: Authorization): Record<string, string> {
  switch (authorization.kind) {
    case "none":
      return {};
    case "code":
      return { Authorization: `Code ${authorization.code}` };
    case "bearer":
      return { Authorization: `Bearer ${authorization.token}` };
    case "basic": {
      const pair = `${authorization.login}:${authorization.password}`;
      return { Authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
    }
  }
}

function readBody(path: string, answer: HttpAnswer): unknown {
  if (!/^application\/(json|[\w.-]+\+json)\b/i.test(answer.contentType)) {
    throw new GsonError(
      `${path} was answered with Content-Type "${answer.contentType}": the app reads application/json only`,
    );
  }
  return parseJson(answer.text);
}

function readRegistration(document: unknown): Registration {
  const body = readObject(document, "the registration");
  const what = "the registration";
  return {
    id: required(body, "id", what),
    token: required(body, "token", what),
    login: required(body, "login", what),
    password: readString(body.password, `${what}.password`),
  };
}

function required(body: JsonObject, name: string, what: string): string {
  const value = readString(body[name], `${what}.${name}`);
  if (value === null) throw new GsonError(`${what} has no ${name}`);
  return value;
}
