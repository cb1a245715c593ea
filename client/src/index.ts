export * from "./api-types.ts";
export { type CallOptions, Handset, type HandsetOptions } from "./handset.ts";
export { HandsetError } from "./handset-error.ts";
export { type ReceivedEvent, verifyWebhook, WebhookError } from "./verify-webhook.ts";
