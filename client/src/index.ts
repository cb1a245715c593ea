export * from "./api-types.ts";
export {
  type CallOptions,
  type CsvPage,
  Handset,
  type HandsetOptions,
  type OperationId,
  type Result,
} from "./handset.ts";
export { HandsetError } from "./handset-error.ts";
export { newIdempotencyKey } from "./idempotency-key.ts";
export { type ReceivedEvent, verifyWebhook, WebhookError } from "./verify-webhook.ts";
