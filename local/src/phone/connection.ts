import type { Authorization, GatewayApi } from "./gateway-api.ts";
import { createGatewayApi } from "./gateway-api.ts";
import { createHttpClient, type HttpClient } from "./http-client.ts";
import type { Credentials, PhoneOptions } from "./options.ts";
import type { PhoneParts } from "./parts.ts";
import { createRegistrar, type Registrar } from "./registration.ts";

/** The server as the phone reaches it, from one switch to online to the next. */
export interface Connection {
  serverUrl: string;
  http: HttpClient;
  api: GatewayApi;
  registrar: Registrar;
  /** Null for a phone that relies on the event stream. */
  pushToken(): string | null;
}

export function createConnection(
  parts: PhoneParts,
  options: PhoneOptions,
  serverUrl: string,
): Connection {
  const { preferences, settings, capabilities, simCards } = parts;
  const http = createHttpClient();
  const api = createGatewayApi(http, serverUrl, capabilities);
  const pushToken = () =>
    settings.notificationChannel() === "SSE_ONLY"
      ? null
      : (preferences.get<string>("push_token") ?? options.pushToken ?? null);
  const registrar = createRegistrar({
    api,
    preferences,
    name: options.name ?? "Handset/simulated",
    simCards,
    firstAuthorization: firstAuthorization(options.credentials),
    laterAuthorization: () => laterAuthorization(settings.privateToken(), options.credentials),
    pushToken,
  });
  return { serverUrl, http, api, registrar, pushToken };
}

function firstAuthorization(credentials: Credentials): Authorization {
  if ("code" in credentials) return { kind: "code", code: credentials.code };
  if ("privateToken" in credentials) return { kind: "bearer", token: credentials.privateToken };
  return { kind: "basic", ...credentials };
}

function laterAuthorization(
  tokenFromServer: string | null,
  credentials: Credentials,
): Authorization {
  const token =
    tokenFromServer ?? ("privateToken" in credentials ? credentials.privateToken : null);
  return token === null ? { kind: "none" } : { kind: "bearer", token };
}
