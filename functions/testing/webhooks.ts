import { onTestFinished } from "vitest";
import type { Context } from "../src/context.ts";
import type { Delivery } from "../src/schema/delivery.ts";
import type { SubscribableEventType } from "../src/schema/event.ts";
import type { Message } from "../src/schema/message.ts";
import { paths } from "../src/schema/paths.ts";
import type { Webhook } from "../src/schema/webhook.ts";
import { messageEvents } from "../src/triggers/message-changed.ts";
import { type CreateWebhookInput, createWebhook } from "../src/webhooks/create.ts";
import { createWebhookDeliverer } from "../src/webhooks/deliver.ts";
import { PlannedAttempt } from "../src/webhooks/enqueue-attempt.ts";
import { createEventPublisher } from "../src/webhooks/publish.ts";
import { continueRedelivery, RedeliveryPart } from "../src/webhooks/redeliver-failed.ts";
import { type ApiCall, type ApiCaller, createApiCaller } from "./api.ts";
import { createMessage } from "./factories.ts";
import { createHarness, type EnqueuedTask, type Harness } from "./harness.ts";
import { type Receiver, startReceiver } from "./receiver.ts";

/** Drives webhooks in process: publishes what triggers would, and runs tasks by the harness' clock. */
export type WebhookKit = ReturnType<typeof createWebhookKit>;

export function createWebhookKit(harness: Harness) {
  const { services, accountId, ctx } = harness;
  const publish = createEventPublisher(services);
  const deliver = createWebhookDeliverer(services);
  const done = new Set<EnqueuedTask>();

  const run = async (task: EnqueuedTask) => {
    if (task.queue === "deliverWebhook") await deliver(PlannedAttempt.parse(task.payload));
    else await continueRedelivery(services, RedeliveryPart.parse(task.payload));
    done.add(task);
  };
  const waiting = () => harness.tasks.filter((task) => !done.has(task));
  const due = () => waiting().filter(({ at }) => at === null || at <= harness.now());

  async function runDue(): Promise<void> {
    for (let tasks = due(); tasks.length > 0; tasks = due()) await Promise.all(tasks.map(run));
  }

  /** Turns the clock to each task's time in turn, until `until` of the clock or nothing waits. */
  async function runUntil(until: Date): Promise<void> {
    for (;;) {
      await runDue();
      const next = Math.min(...waiting().map(({ at }) => at?.getTime() ?? 0));
      if (!Number.isFinite(next) || next > until.getTime()) break;
      harness.advance(next - harness.now().getTime());
    }
    harness.advance(Math.max(0, until.getTime() - harness.now().getTime()));
  }

  return {
    publish,
    deliver,
    waiting,
    /** Runs what is due now, and what that makes due. */
    runDue,
    /** Runs what is due to one address, beside whatever runs. */
    async runOf(url: string): Promise<void> {
      const webhooks = await harness.db
        .collection(paths.webhooks(accountId))
        .where("url", "==", url)
        .get();
      const ids = new Set(webhooks.docs.map(({ id }) => id));
      await Promise.all(
        due()
          .filter(({ payload }) => ids.has(PlannedAttempt.parse(payload).webhookId))
          .map(run),
      );
    },
    runUntil,
    runFor: (ms: number) => runUntil(new Date(harness.now().getTime() + ms)),
    subscribe: (url: string, changes: Partial<CreateWebhookInput> = {}, as: Context = ctx) =>
      createWebhook(as, {
        url,
        events: ["message.received", "message.sent"] satisfies SubscribableEventType[],
        deviceIds: null,
        description: "",
        headers: {},
        ...changes,
      }),
    /** What the trigger does when a message comes in. */
    async receive(changes: Partial<Message> = {}): Promise<string> {
      const at = harness.now();
      const message = createMessage({
        ...{ direction: "inbound", status: "received", timeline: { received: at } },
        ...{ from: "+14155550123", to: "+15550000001", queuedFor: null, createdAt: at },
        ...changes,
      });
      const id = await harness.addMessage(message);
      await publish(accountId, messageEvents(id, undefined, message));
      return id;
    },
    webhook: async (id: string) => (await harness.read(paths.webhook(accountId, id))) as Webhook,
    async deliveries(): Promise<(Delivery & { id: string })[]> {
      const query = harness.db.collection(paths.deliveries(accountId)).orderBy("createdAt");
      return (await query.get()).docs.map((doc) => ({
        ...(doc.data() as Delivery),
        id: doc.id,
      }));
    },
    /** The only one. */
    async delivery(): Promise<Delivery & { id: string }> {
      const [only, ...others] = await this.deliveries();
      if (only === undefined || others.length > 0) throw new Error("There is not one delivery.");
      return only;
    },
    /** What the target answered to each attempt at the only delivery. */
    async statusCodes(): Promise<(number | null)[]> {
      return (await this.delivery()).attempts.map(({ statusCode }) => statusCode);
    },
  };
}

export interface WebhookTarget {
  harness: Harness;
  kit: WebhookKit;
  receiver: Receiver;
}

/** An account, its webhooks, and a target for them that is closed when the test is over. */
export async function startWebhookTarget(): Promise<WebhookTarget> {
  const harness = await createHarness();
  const receiver = await startReceiver();
  onTestFinished(() => receiver.close());
  return { harness, kit: createWebhookKit(harness), receiver };
}

export interface WebhookApi extends ApiCaller {
  /** Asks for a webhook to the target. */
  subscribe(body?: object, more?: ApiCall): ReturnType<ApiCaller["call"]>;
}

/** The same, with the API. */
export async function startWebhookApi(): Promise<WebhookTarget & { api: WebhookApi }> {
  const target = await startWebhookTarget();
  const api = await createApiCaller(target.harness);
  const subscription = { url: target.receiver.url, events: ["message.received"] };
  return {
    ...target,
    api: {
      ...api,
      subscribe: (body = {}, more = {}) =>
        api.call("/webhooks", { body: { ...subscription, ...body }, ...more }),
    },
  };
}
