import { setGlobalOptions } from "firebase-functions/options";
import { defineInt, defineSecret, defineString } from "firebase-functions/params";
import { z } from "zod";
import type { BillingTerms } from "./billing/terms.ts";

/** Where the functions run. */
export const region = defineString("REGION", {
  default: "us-central1",
  description: "The region of the functions, the task queues and the schedules.",
});

export const functionsUrl = defineString("FUNCTIONS_URL", {
  default: "",
  description:
    "Where task queues reach the functions, without the function's name. Empty: the address that the region and the project give.",
});

export const currency = defineString("CURRENCY", {
  default: "USD",
  description: "The currency of new accounts, ISO 4217.",
});

export const pricePerSegmentMicros = defineInt("PRICE_PER_SEGMENT_MICROS", {
  default: 30_000,
  description:
    "What a segment costs in new accounts, in millionths of the currency. 0: sending is free.",
});

export const messagesPerMinute = defineInt("MESSAGES_PER_MINUTE", {
  default: 10_000,
  description: "How many messages a new account may send in a minute.",
});

export const apiInstancesMin = defineInt("API_INSTANCES_MIN", {
  default: 0,
  description: "How many instances of the API are kept warm. Each costs money while it waits.",
});

export const mobileInstancesMin = defineInt("MOBILE_INSTANCES_MIN", {
  default: 0,
  description:
    "How many instances of the phone protocol are kept warm. 1 keeps its answers within the five seconds that a phone waits.",
});

/** Who runs what; docs/deploy.md names the roles of each. A name that ends in `@` is of this project. */
export const serviceAccounts = {
  api: "handset-api@",
  mobile: "handset-mobile@",
  work: "handset-work@",
  webhooks: "handset-webhooks@",
};

// For every function that does not say otherwise; here, because every function's file imports this one first.
setGlobalOptions({ region, serviceAccount: serviceAccounts.work, maxInstances: 100 });

export const billing = defineString("BILLING", {
  default: "on",
  description: "on, or off: sending costs nothing and no balance is looked at.",
});

export const topUpAmounts = defineString("TOP_UP_AMOUNTS", {
  default: "10,25,50,100",
  description: "The top-ups that are offered, in units of the currency, with commas between.",
});

export const topUpMin = defineInt("TOP_UP_MIN", {
  default: 5,
  description: "The smallest top-up of a free amount, in units of the currency.",
});

export const topUpMax = defineInt("TOP_UP_MAX", {
  default: 1000,
  description: "The largest top-up of a free amount, in units of the currency.",
});

export const topUpInvoices = defineString("TOP_UP_INVOICES", {
  default: "off",
  description:
    "on: Stripe writes an invoice for each top-up, for which it may charge. off: a receipt.",
});

export const mailCollection = defineString("MAIL_COLLECTION", {
  default: "",
  description:
    "The collection that the extension Trigger Email sends from, such as mail. Empty: no mail about the balance.",
});

export const stripeSecretKey = defineSecret("STRIPE_SECRET_KEY", {
  description: "Stripe's secret or restricted key. none: no top-ups.",
});

export const stripeWebhookSecret = defineSecret("STRIPE_WEBHOOK_SECRET", {
  description:
    "The signing secret of the endpoint /api/v1/stripe/webhook at Stripe. none: no top-ups.",
});

/** What whoever deploys decided about money. */
export function billingTerms(): BillingTerms {
  return {
    isOn: readSwitch("BILLING", billing.value()),
    topUp: {
      amounts: readAmounts(topUpAmounts.value()),
      min: topUpMin.value() * UNIT_MICROS,
      max: topUpMax.value() * UNIT_MICROS,
      hasInvoices: readSwitch("TOP_UP_INVOICES", topUpInvoices.value()),
    },
    mailCollection: mailCollection.value() || null,
  };
}

const UNIT_MICROS = 1_000_000;

function readSwitch(name: string, text: string): boolean {
  if (text === "on" || text === "off") return text === "on";
  throw new Error(`The parameter ${name} is on or off, and not ${text}.`);
}

function readAmounts(text: string): number[] {
  const amounts = text.split(",").map((part) => Math.round(Number(part) * UNIT_MICROS));
  if (amounts.every((amount) => amount > 0)) return amounts;
  throw new Error(`The parameter TOP_UP_AMOUNTS is amounts with commas between, and not ${text}.`);
}

/** What a new account begins with. */
export function accountTerms() {
  return {
    currency: currency.value(),
    pricePerSegment: pricePerSegmentMicros.value(),
    messagesPerMinute: messagesPerMinute.value(),
  };
}

const Environment = z.object({
  GCLOUD_PROJECT: z.string().default("demo-handset"),
  CLOUD_TASKS_EMULATOR_HOST: z.string().optional(),
  /** Who answers in Stripe's place, such as `http://127.0.0.1:4242`. Heeded off the cloud only. */
  STRIPE_API_BASE: z.url().optional(),
  FUNCTIONS_EMULATOR: z.string().optional(),
  /** Set by Cloud Run itself, and by nothing else: a deployment may not choose this name. */
  K_CONFIGURATION: z.string().optional(),
  /** `true`: webhooks may go to http and to this machine's own network. Heeded off the cloud only. */
  WEBHOOKS_ALLOW_PRIVATE_TARGETS: z.string().optional(),
});

/** What the platform, or the emulators' own settings, say. Nothing else reads `process.env`. */
export function readEnvironment(): z.infer<typeof Environment> {
  return Environment.parse(process.env);
}

type EnvironmentVariables = z.infer<typeof Environment>;

/** The functions' base address; a function's name follows. */
export function functionsBase({ GCLOUD_PROJECT }: EnvironmentVariables): string {
  return functionsUrl.value() || `https://${region.value()}-${GCLOUD_PROJECT}.cloudfunctions.net`;
}

/** Where phones reach the cloud: the function itself, as Hosting ends an open stream after a minute. Null off the cloud. */
export function phoneUrl(environment: EnvironmentVariables): string | null {
  return environment.K_CONFIGURATION === undefined
    ? null
    : `${functionsBase(environment)}/mobile/v1`;
}

/** Never true on Cloud Functions, whatever a deployment sets. */
export function allowsPrivateTargets(environment: EnvironmentVariables): boolean {
  return (
    environment.FUNCTIONS_EMULATOR === "true" &&
    environment.K_CONFIGURATION === undefined &&
    environment.WEBHOOKS_ALLOW_PRIVATE_TARGETS === "true"
  );
}
