import {
  type Authorization,
  type DeviceBody,
  type GatewayApi,
  GatewayStatusError,
} from "./gateway-api.ts";
import { reasonOf } from "./log.ts";
import type { SimCard } from "./sim-cards.ts";
import type { Preferences, Registration } from "./stores/preferences.ts";

/** Nobody knows this phone: what its user reads is the message. */
export class RegistrationError extends Error {
  override readonly name = "RegistrationError";
  /** Null when there was no answer at all. */
  readonly status: number | null;

  constructor(cause: unknown) {
    super(`Failed to register device: ${describe(cause)}`, { cause });
    this.status = cause instanceof GatewayStatusError ? cause.status : null;
  }
}

export interface RegistrarParts {
  api: GatewayApi;
  preferences: Preferences;
  name: string;
  simCards: readonly SimCard[];
  /** What the user typed when the phone was first registered. */
  firstAuthorization: Authorization;
  /** What is left later: the private token, or nothing. */
  laterAuthorization(): Authorization;
  pushToken(): string | null;
}

export interface Registrar {
  /** The dialog that a phone shows that was never registered. */
  registerFirst(signal: AbortSignal): Promise<void>;
  /** The start of a phone that was: a 401 makes it register anew, any other failure only makes it try again. */
  refresh(signal: AbortSignal): Promise<void>;
  /** After FCM gave a new push token. Here a 401 does not make it register anew. */
  update(signal: AbortSignal): Promise<boolean>;
}

export function createRegistrar(parts: RegistrarParts): Registrar {
  const { api, preferences, name, simCards } = parts;
  const current = () => preferences.get<Registration>("registration");

  async function register(
    body: DeviceBody,
    authorization: Authorization,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      preferences.set("registration", await api.register(body, authorization, signal));
    } catch (error) {
      throw new RegistrationError(error);
    }
  }

  /** False for a phone that has no registration to update. */
  async function update(signal: AbortSignal): Promise<boolean> {
    const registration = current();
    if (registration === null) return false;
    const body = { id: registration.id, pushToken: parts.pushToken() ?? undefined, simCards };
    await api.updateDevice(registration.token, body, signal);
    return true;
  }

  return {
    registerFirst: (signal) => register({ name, simCards }, parts.firstAuthorization, signal),
    update,
    refresh: async (signal) => {
      try {
        if (await update(signal)) return;
      } catch (error) {
        if (!(error instanceof GatewayStatusError) || error.status !== 401) throw error;
      }
      const pushToken = parts.pushToken() ?? undefined;
      await register({ name, pushToken, simCards }, parts.laterAuthorization(), signal);
    },
  };
}

/** The server's own sentence where there is one. */
function describe(cause: unknown): string {
  if (!(cause instanceof GatewayStatusError)) return reasonOf(cause);
  return `${sentenceOf(cause.text) ?? "no reason given"} (${cause.status})`;
}

function sentenceOf(text: string): string | null {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== "object" || body === null) return null;
    const sentences = ["message", "detail", "title", "error"].map((name) =>
      Reflect.get(body, name),
    );
    return sentences.find((sentence) => typeof sentence === "string") ?? null;
  } catch {
    return text.trim() === "" ? null : text.trim().slice(0, 300);
  }
}
