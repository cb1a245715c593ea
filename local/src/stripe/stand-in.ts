import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../clock.ts";
import { type HttpServer, startHttpServer } from "../http-server.ts";
import { describeError, type Log } from "../log.ts";
import type { Storage } from "../storage.ts";
import { createStripeApi } from "./api.ts";
import { createDesk } from "./pages/desk.ts";
import { createPages } from "./pages/pages.ts";
import { createStripeState, type StripeState } from "./state.ts";
import { createWebhookSender } from "./webhook-sender.ts";

export interface StripeStandInOptions {
  storage: Storage;
  clock: Clock;
  log: Log;
  /** Of the API and the desk, on loopback. Default: any that is free. */
  port?: number;
}

/** Answers in Stripe's place: its API for the SDK, its pages for payers, its webhooks. */
export interface StripeStandIn {
  /** The API for the SDK; a browser finds the desk there. */
  url: string;
  secretKey: string;
  webhookSecret: string;
  state: StripeState;
  /** What the functions are told, so that they come here. */
  environment: Record<"STRIPE_API_BASE" | "STRIPE_SECRET_KEY" | "STRIPE_WEBHOOK_SECRET", string>;
  /** Answers what is asked of the pages for payers; false: something else is. */
  handlePage(req: IncomingMessage, res: ServerResponse): boolean;
  /** Begins to send webhooks there. */
  sendWebhooksTo(url: string): void;
  isIdle(): boolean;
  close(): Promise<void>;
}

const HOST = "127.0.0.1";

export async function startStripeStandIn(options: StripeStandInOptions): Promise<StripeStandIn> {
  const { storage, clock, log, port = 0 } = options;
  const state = createStripeState(storage, () => clock.now());
  const secretKey = await state.secret("secret_key", "sk_test_");
  const webhookSecret = await state.secret("webhook_secret", "whsec_");
  const sender = createWebhookSender({ state, secret: webhookSecret, clock, log });
  const answerApi = createStripeApi(state, secretKey, sender.wake);
  const answerDesk = createDesk(state, sender.wake);
  const server: HttpServer = await startHttpServer({
    ...{ host: HOST, port, log, isPrivate: true },
    handle(req, res) {
      const answer = req.url?.startsWith("/v1/") ? answerApi : answerDesk;
      answer(req, res).catch((error) => {
        log("error", describeError(error));
        res.destroy();
      });
    },
  });
  const url = `http://${HOST}:${server.port}`;
  return {
    ...{ url, secretKey, webhookSecret, state },
    environment: {
      STRIPE_API_BASE: url,
      STRIPE_SECRET_KEY: secretKey,
      STRIPE_WEBHOOK_SECRET: webhookSecret,
    },
    handlePage: createPages(state, sender.wake),
    sendWebhooksTo: sender.start,
    isIdle: sender.isIdle,
    async close() {
      await sender.stop();
      await server.close(0);
    },
  };
}
