import { defineInt, defineString } from "firebase-functions/params";
import { z } from "zod";

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
});

/** What the platform, or the emulators' own settings, say. Nothing else reads `process.env`. */
export function readEnvironment(): z.infer<typeof Environment> {
  return Environment.parse(process.env);
}
