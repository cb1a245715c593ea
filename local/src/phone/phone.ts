import { isRefusedByPublishedBuild } from "./cleartext.ts";
import { type Connection, createConnection } from "./connection.ts";
import type { ReceivedText } from "./inbound.ts";
import { hostOf } from "./log.ts";
import type { PhoneOptions } from "./options.ts";
import { assemble } from "./parts.ts";
import { type Session, startSession } from "./session.ts";
import { PUBLIC_CLOUD_URL } from "./settings.ts";
import type { Registration } from "./stores/preferences.ts";
import type { SentText } from "./stores/radio-log.ts";
import type { Webhook } from "./stores/webhooks.ts";
import { createUserActions, type UserActions } from "./user-actions.ts";

export type { Credentials, PhoneOptions } from "./options.ts";

export interface PhoneState {
  isRunning: boolean;
  /** The event stream stands. */
  isListening: boolean;
  /** It asks the server for messages at this moment. */
  isPulling: boolean;
  deviceId: string | null;
  login: string | null;
  webhooks: Webhook[];
  pendingMessages: number;
  waitingReports: number;
  waitingWebhooks: number;
}

export interface Phone {
  /** Switches the app to online. A phone that was never registered does so first: RegistrationError says why it could not. */
  start(): Promise<void>;
  /** Switches it to offline. It can be started again. */
  stop(): Promise<void>;
  /** Stops it and lets go of its database. */
  close(): Promise<void>;
  /** A text arrives at the phone. Its message id, as webhooks name it. */
  receive(text: ReceivedText): string;
  /** An FCM message arrives. */
  push(event?: string, data?: string): void;
  /** FCM gives the phone another token. */
  changePushToken(token: string): void;
  /** What its user can ask for while it is online. */
  readonly user: UserActions;
  /** What the radio really sent, oldest first, since the phone was new. */
  readonly sentTexts: SentText[];
  readonly state: PhoneState;
}

/** A phone that speaks `/mobile/v1` as the published app does (device-protocol.md). It is offline until it is started. */
export function createPhone(options: PhoneOptions): Phone {
  const parts = assemble(options);
  const registration = () => parts.preferences.get<Registration>("registration");
  let session: Session | null = null;
  let connection: Connection | null = null;
  let starting: AbortController | null = null;

  function chooseServer(): string {
    const movedTo = parts.settings.cloudUrl();
    if (movedTo === PUBLIC_CLOUD_URL) {
      throw new Error(
        "The server sent gateway.cloud_url null, which moves a phone to the public cloud: this one goes nowhere instead",
      );
    }
    return movedTo ?? options.serverUrl;
  }

  async function start(): Promise<void> {
    if (session !== null || starting !== null) return;
    const serverUrl = chooseServer();
    const { version } = parts.capabilities;
    parts.log("info", "phone goes online", { server: hostOf(serverUrl), version });
    if (isRefusedByPublishedBuild(serverUrl)) {
      parts.log("warn", "server address that the published build refuses: https only");
    }
    const opened = createConnection(parts, options, serverUrl);
    starting = new AbortController();
    try {
      if (registration() === null) await opened.registrar.registerFirst(starting.signal);
      session = startSession(parts, opened, options.batteryPercent ?? 87);
      connection = opened;
    } catch (error) {
      opened.http.close();
      throw error;
    } finally {
      starting = null;
    }
  }

  async function stop(): Promise<void> {
    starting?.abort();
    const stopped = session;
    session = null;
    connection = null;
    await stopped?.stop();
  }

  return {
    start,
    stop,
    close: async () => {
      await stop();
      parts.database.close();
    },
    receive: (text) => parts.inbound.receive(text, session !== null),
    push: (event, data = "null") => session?.route(event, data),
    changePushToken: (token) => {
      parts.preferences.set("push_token", token);
      session?.updatePushToken();
    },
    user: createUserActions(parts.preferences, () => connection?.api ?? null),
    get sentTexts() {
      return parts.radioLog.sentTexts();
    },
    get state() {
      return {
        isRunning: session !== null,
        isListening: session?.isListening() ?? false,
        isPulling: session?.isPulling() ?? false,
        deviceId: registration()?.id ?? null,
        login: registration()?.login ?? null,
        webhooks: parts.webhooks.list(),
        pendingMessages: parts.messages.pendingCount(),
        waitingReports: parts.jobs.count(),
        waitingWebhooks: parts.webhooks.waitingCount(),
      };
    },
  };
}
