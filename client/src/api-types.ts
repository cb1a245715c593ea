// Made by `npm run openapi` from the API's description. Do not edit.
// biome-ignore-all lint: it is generated.
// biome-ignore-all format: it is generated.

export type AcceptedMessage = {
  id: string;
  status: "queued" | "scheduled";
  to: string;
  /** The SIM's number, where it is known. */
  from: string | null;
  device_id: string;
  sim_slot: number | null;
  segments: number;
  encoding: "gsm7" | "ucs2";
  /** In millionths of the currency. */
  price: number;
  /** RFC 3339. */
  created_at: string;
};

export type Account = {
  id: string;
  name: string;
  currency: string;
  balance: number;
  settings: {
    default_country: string | null;
    message_ttl_seconds: number;
  };
  /** RFC 3339. */
  created_at: string;
};

export type AccountList = {
  data: ({
    id: string;
    name: string;
    currency: string;
    balance: number;
    settings: {
      default_country: string | null;
      message_ttl_seconds: number;
    };
    /** RFC 3339. */
    created_at: string;
    role: "owner" | "admin" | "agent" | "viewer";
  })[];
};

export type ApiKey = {
  id: string;
  name: string;
  /** The key's first characters. */
  prefix: string;
  scopes: ("messages:send" | "messages:read" | "conversations:write" | "devices:read" | "devices:write" | "balance:read" | "webhooks:read" | "webhooks:write" | "account:admin")[];
  spend_per_day_max: number | null;
  /** RFC 3339. */
  expires_at: string | null;
  /** RFC 3339. */
  revoked_at: string | null;
  /** RFC 3339. */
  created_at: string;
};

export type ApiKeyList = {
  data: ApiKey[];
};

export type Attempt = {
  /** RFC 3339. */
  at: string;
  duration_ms: number;
  /** Null: nothing answered. */
  status_code: number | null;
  /** The first 2 kB of the answer. */
  response: string | null;
  /** Why it failed; null: it got through. */
  error: string | null;
};

export type AutoTopUp = {
  enabled: boolean;
  /** In millionths of the currency. */
  threshold: number;
  /** In millionths of the currency. */
  amount: number;
  /** Whether a charge is under way. */
  pending: boolean;
  /** Why the server disabled it. */
  failure: {
    code: string;
    /** RFC 3339. */
    at: string;
  } | null;
} | null;

export type Balance = {
  /** In millionths of the currency. */
  balance: number;
  currency: string;
  /** In millionths of the currency, where the number has no price of its own: see `POST /quote`. 0: sending costs nothing. */
  price_per_segment: number;
  /** In millionths of the currency. */
  low_balance_threshold: number | null;
  billing_email: string | null;
  /** In millionths of the currency. */
  spend_per_day_max: number | null;
  /** In millionths of the currency. */
  spent_today: number;
  auto_top_up: AutoTopUp;
  card: {
    brand: string;
    last4: string;
  } | null;
  /** What may be paid in; null: nothing, here. */
  top_up: {
    amounts: number[];
    /** In millionths of the currency. */
    min: number;
    /** In millionths of the currency. */
    max: number;
  } | null;
};

export type ChangeRoleRequest = {
  role: "admin" | "agent" | "viewer";
};

export type Conversation = {
  id: string;
  contact: string;
  contact_name: string | null;
  assignee_id: string | null;
  is_archived: boolean;
  unread_count: number;
};

export type CreateWebhookRequest = {
  /** An https address of the public internet. Redirects are not followed. */
  url: string;
  events: ("message.queued" | "message.sent" | "message.delivered" | "message.failed" | "message.expired" | "message.canceled" | "message.received" | "device.online" | "device.offline" | "device.low_battery" | "balance.low" | "webhook.disabled")[];
  /** Only what happens on these phones of the account. Null: on all. */
  device_ids?: string[] | null;
  description?: string;
  /** Up to 10 headers of your own, sent along. Their values are not shown again. */
  headers?: Record<string, string>;
};

export type CreatedInvitation = {
  id: string;
  email: string;
  role: "admin" | "agent" | "viewer";
  /** RFC 3339. */
  expires_at: string;
  /** RFC 3339. */
  created_at: string;
  /** To send to the person. Shown in this answer only. */
  link: string;
};

export type CreatedWebhook = {
  id: string;
  url: string;
  events: ("message.queued" | "message.sent" | "message.delivered" | "message.failed" | "message.expired" | "message.canceled" | "message.received" | "device.online" | "device.offline" | "device.low_battery" | "balance.low" | "webhook.disabled")[];
  device_ids: string[] | null;
  description: string;
  header_names: string[];
  active: boolean;
  /** Why it is off; null while it is on. */
  disabled: {
    reason: "owner" | "unsubscribed" | "failing";
    /** RFC 3339. */
    at: string;
    detail: string;
  } | null;
  /** Every attempt since then failed. Null: the last one got through. */
  failing_since: string | null;
  /** The last run of redeliver-failed, and how far it has come. */
  redelivery: {
    /** RFC 3339. */
    since: string;
    /** RFC 3339. */
    started_at: string;
    status: "running" | "done";
    /** How many had failed when it began, at most 10,000. */
    total: number;
    /** How many of them were given another round. */
    redelivered: number;
  } | null;
  /** RFC 3339. */
  created_at: string;
  /** RFC 3339. */
  updated_at: string;
  /** Verifies `webhook-signature`. Shown in this answer only. */
  secret: string;
};

export type Delivery = {
  id: string;
  webhook_id: string;
  /** The header `webhook-id` of every attempt. */
  event_id: string;
  event: "message.queued" | "message.sent" | "message.delivered" | "message.failed" | "message.expired" | "message.canceled" | "message.received" | "device.online" | "device.offline" | "device.low_battery" | "balance.low" | "webhook.disabled" | "test.ping";
  status: "pending" | "delivered" | "failed";
  failure: "gave_up" | "unsubscribed" | "webhook_off" | null;
  attempts_count: number;
  last_status_code: number | null;
  /** RFC 3339. */
  next_attempt_at: string | null;
  /** RFC 3339. */
  created_at: string;
  /** Kept until then. */
  expires_at: string;
  /** The body that was signed and sent, byte for byte. */
  payload: string;
  /** The newest 40, oldest first. */
  attempts: Attempt[];
};

export type DeliveryList = {
  data: DeliverySummary[];
  next_cursor: string | null;
};

export type DeliverySummary = {
  id: string;
  webhook_id: string;
  /** The header `webhook-id` of every attempt. */
  event_id: string;
  event: "message.queued" | "message.sent" | "message.delivered" | "message.failed" | "message.expired" | "message.canceled" | "message.received" | "device.online" | "device.offline" | "device.low_battery" | "balance.low" | "webhook.disabled" | "test.ping";
  status: "pending" | "delivered" | "failed";
  failure: "gave_up" | "unsubscribed" | "webhook_off" | null;
  attempts_count: number;
  last_status_code: number | null;
  /** RFC 3339. */
  next_attempt_at: string | null;
  /** RFC 3339. */
  created_at: string;
  /** Kept until then. */
  expires_at: string;
};

export type Device = {
  id: string;
  name: string;
  model: string;
  app_version: string | null;
  online: boolean;
  /** RFC 3339. */
  last_seen_at: string;
  paused: boolean;
  wake_channel: "push" | "stream" | "poll";
  battery: {
    level_percent: number;
    charging: boolean;
  } | null;
  network: "none" | "cellular" | "wifi" | "ethernet" | "unknown" | null;
  sims: ({
    slot: number;
    number: string | null;
    carrier: string | null;
    /** Texts that go by this SIM in any 60 seconds at most; null: no limit. */
    per_minute: number | null;
    /** Texts that go by this SIM in any 24 hours at most; null: no limit. */
    per_day: number | null;
    /** When a text may go by this SIM again, its day being used up; else null. */
    full_until: string | null;
  })[];
  pacing: {
    per_minute: number | null;
    per_day: number | null;
    interval_seconds_min: number;
    interval_seconds_max: number;
  };
  /** RFC 3339. */
  created_at: string;
};

export type DeviceList = {
  data: Device[];
};

export type Event = {
  /** The same for the same event: to recognise it by. */
  id: string;
  type: "message.queued" | "message.sent" | "message.delivered" | "message.failed" | "message.expired" | "message.canceled" | "message.received" | "device.online" | "device.offline" | "device.low_battery" | "balance.low" | "webhook.disabled" | "test.ping";
  /** When it happened. */
  timestamp: string;
  account_id: string;
  /** The same shape as the API's own resource. */
  data: Record<string, unknown>;
};

export type EventSamples = Event[];

export type Invitation = {
  id: string;
  email: string;
  role: "admin" | "agent" | "viewer";
  /** RFC 3339. */
  expires_at: string;
  /** RFC 3339. */
  created_at: string;
};

export type InvitationList = {
  data: Invitation[];
};

export type InviteMemberRequest = {
  email: string;
  role: "admin" | "agent" | "viewer";
};

export type IssueApiKeyRequest = {
  name: string;
  scopes: ("messages:send" | "messages:read" | "conversations:write" | "devices:read" | "devices:write" | "balance:read" | "webhooks:read" | "webhooks:write" | "account:admin")[];
  /** What the key may spend in a day of UTC, in millionths of the currency. */
  spend_per_day_max?: number;
  /** RFC 3339. */
  expires_at?: string;
};

export type IssuedApiKey = {
  id: string;
  name: string;
  /** The key's first characters. */
  prefix: string;
  scopes: ("messages:send" | "messages:read" | "conversations:write" | "devices:read" | "devices:write" | "balance:read" | "webhooks:read" | "webhooks:write" | "account:admin")[];
  spend_per_day_max: number | null;
  /** RFC 3339. */
  expires_at: string | null;
  /** RFC 3339. */
  revoked_at: string | null;
  /** RFC 3339. */
  created_at: string;
  /** Shown in this answer only. */
  key: string;
};

export type JoinedAccount = {
  account_id: string;
  role: "owner" | "admin" | "agent" | "viewer";
};

export type LedgerEntry = {
  id: string;
  type: "top_up" | "refund" | "top_up_refund" | "dispute" | "adjustment";
  /** Added to the balance; negative takes away. */
  amount: number;
  message_id: string | null;
  payment_id: string | null;
  reason: string;
  created_by: {
    type: string;
    id: string | null;
  };
  /** RFC 3339. */
  created_at: string;
};

export type LedgerList = {
  data: LedgerEntry[];
  next_cursor: string | null;
};

export type Me = {
  account: {
    id: string;
    name: string;
  };
  api_key: {
    name: string;
    prefix: string;
  } | null;
  /** A name for this connection. */
  label: string;
};

export type Member = {
  uid: string;
  role: "owner" | "admin" | "agent" | "viewer";
  email: string | null;
  name: string | null;
  /** RFC 3339. */
  joined_at: string;
};

export type Message = {
  id: string;
  direction: "outbound" | "inbound";
  status: "scheduled" | "queued" | "dispatched" | "sent" | "delivered" | "failed" | "expired" | "canceled" | "received";
  to: string | null;
  from: string | null;
  message: string;
  device_id: string;
  sim_slot: number | null;
  conversation_id: string;
  segments: number;
  encoding: "gsm7" | "ucs2";
  /** In millionths of the currency. */
  price: number;
  /** Whether the price was given back. */
  refunded: boolean;
  failure: {
    code: "radio_error" | "no_service" | "radio_off" | "limit_exceeded" | "no_sim" | "short_code_blocked" | "no_default_sms_app" | "not_delivered" | "expired" | "canceled" | "device_removed" | "unknown";
    detail: string;
  } | null;
  metadata: Record<string, string>;
  priority: number;
  /** RFC 3339. */
  send_at: string | null;
  /** RFC 3339. */
  expires_at: string | null;
  /** RFC 3339. */
  created_at: string;
  timeline: Timeline;
};

export type MessageList = {
  data: Message[];
  /** Give it as `cursor` for the next page; null: this was the last. */
  next_cursor: string | null;
};

export type OpenAccountRequest = {
  name: string;
};

export type OpenPortalRequest = {
  /** Where the payer comes back to, on this site. */
  return_path?: string;
};

export type OpenedAccount = {
  account: Account;
  /** Shown in this answer only. */
  api_key: string;
};

export type OpenedPortal = {
  url: string;
};

export type Pairing = {
  /** Typed into the app under “By Code”; pairs one phone. */
  code: string;
  /** RFC 3339. */
  expires_at: string;
  /** Typed into the app as its API URL. */
  server_url: string;
};

export type PairingSecret = {
  /** Typed into the app as its private token. Shown once. */
  private_token: string;
  server_url: string;
};

export type Problem = {
  type: string;
  title: string;
  status: number;
  code: string;
  /** What to do. */
  detail: string;
  errors?: {
    field: string;
    message: string;
  }[];
  request_id: string;
};

export type Quote = {
  /** Of all messages, in millionths of the currency. */
  price: number;
  currency: string;
  /** In millionths of the currency. */
  balance: number;
  segments: number;
  encoding: "gsm7" | "ucs2";
  messages: {
    to: string;
    /** In millionths of the currency. */
    price: number;
  }[];
};

export type QuoteRequest = {
  /** A recipient, or a list of up to 100. */
  to: string | string[];
  message: string;
};

export type RedeliverFailedRequest = {
  /** RFC 3339. */
  since: string;
};

export type RotatedSecret = {
  /** Verifies `webhook-signature`. Shown in this answer only. */
  secret: string;
  /** Until then each delivery carries a signature of either secret. */
  previous_secret_expires_at: string;
};

export type SendManyResponse = {
  messages: AcceptedMessage[];
  price: number;
  /** The balance after this call, in millionths of the currency. */
  balance: number;
};

export type SendOneResponse = {
  id: string;
  status: "queued" | "scheduled";
  to: string;
  /** The SIM's number, where it is known. */
  from: string | null;
  device_id: string;
  sim_slot: number | null;
  segments: number;
  encoding: "gsm7" | "ucs2";
  /** In millionths of the currency. */
  price: number;
  /** RFC 3339. */
  created_at: string;
  /** The balance after this call, in millionths of the currency. */
  balance: number;
};

export type SendRequest = {
  /** The recipient, or a list of up to 100. `+` and the country code; a national form is understood when the account has a country. */
  to: string | string[];
  /** Up to 1,600 characters. */
  message: string;
  /** The phone that sends. Left out: we choose. */
  device_id?: string;
  /** The SIM that sends, 1 or 2 as printed on the phone. Left out: the phone chooses. */
  sim_slot?: number;
  /** The number of one of your SIMs, to send from it. */
  from?: string;
  /** Send then, at most 30 days ahead. */
  send_at?: string;
  /** Give up then, and give the price back. Left out: after 24 hours. */
  expires_at?: string;
  /** Higher goes first. From 100 on it also overtakes the phone's own pace. */
  priority?: number;
  /** Up to 20 texts of your own, given back with the message. */
  metadata?: Record<string, string>;
};

export type StartTopUpRequest = {
  /** In millionths of the currency. */
  amount: number;
  /** Save the card for automatic top-ups. */
  save_card?: boolean;
  /** Where the payer comes back to, on this site. */
  return_path?: string;
};

export type StartedTopUp = {
  id: string;
  /** Stripe's page, to send the payer to. */
  checkout_url: string;
  /** RFC 3339. */
  expires_at: string;
};

/** When each status was reached. */
export type Timeline = {
  /** RFC 3339. */
  scheduled_at?: string;
  /** RFC 3339. */
  queued_at?: string;
  /** RFC 3339. */
  dispatched_at?: string;
  /** RFC 3339. */
  sent_at?: string;
  /** RFC 3339. */
  delivered_at?: string;
  /** RFC 3339. */
  failed_at?: string;
  /** RFC 3339. */
  expired_at?: string;
  /** RFC 3339. */
  canceled_at?: string;
  /** RFC 3339. */
  received_at?: string;
};

export type TopUp = {
  id: string;
  /** In millionths of the currency. */
  amount: number;
  /** In millionths of the currency. */
  refunded: number;
  disputed: boolean;
  automatic: boolean;
  receipt_url: string | null;
  /** RFC 3339. */
  created_at: string;
};

export type TopUpList = {
  data: TopUp[];
  next_cursor: string | null;
};

export type TransferOwnershipRequest = {
  uid: string;
};

export type UpdateAccountRequest = {
  name?: string;
  settings?: {
    default_country?: string | null;
    message_ttl_seconds?: number;
  };
};

export type UpdateBalanceSettingsRequest = {
  low_balance_threshold?: number | null;
  billing_email?: string | null;
  spend_per_day_max?: number | null;
  auto_top_up?: {
    enabled: boolean;
    threshold: number;
    amount: number;
  } | null;
};

export type UpdateConversationRequest = {
  contact_name?: string | null;
  assignee_id?: string | null;
  is_archived?: boolean;
};

export type UpdateDeviceRequest = {
  name?: string;
  paused?: boolean;
  pacing?: {
    per_minute?: number | null;
    per_day?: number | null;
    interval_seconds_min?: number;
    interval_seconds_max?: number;
  };
  /** Limits of single SIMs. What is left out stays as it is; null is no limit. */
  sims?: ({
    slot: number;
    per_minute?: number | null;
    per_day?: number | null;
  })[];
};

export type UpdateWebhookRequest = {
  /** An https address of the public internet. Redirects are not followed. */
  url?: string;
  events?: ("message.queued" | "message.sent" | "message.delivered" | "message.failed" | "message.expired" | "message.canceled" | "message.received" | "device.online" | "device.offline" | "device.low_battery" | "balance.low" | "webhook.disabled")[];
  /** Only what happens on these phones of the account. Null: on all. */
  device_ids?: string[] | null;
  description?: string;
  /** Up to 10 headers of your own, sent along. Their values are not shown again. */
  headers?: Record<string, string>;
  active?: boolean;
};

export type UsageDay = {
  /** A day of UTC. */
  day: string;
  messages: number;
  segments: number;
  /** Reserved on that day, given back later or not. */
  spent: number;
  /** What became of the day's messages, as of `counted_at`; null where none was counted. Today and yesterday are counted anew when this is asked for, at most once a minute; earlier days once they are over, and again one and seven days later. */
  outcomes: {
    waiting: number;
    sent: number;
    delivered: number;
    failed: number;
    expired: number;
    canceled: number;
    received: number;
    /** In and out, by the id of the phone that has them. */
    by_device: Record<string, number>;
    /** RFC 3339. */
    counted_at: string;
  } | null;
};

export type UsageList = {
  currency: string;
  data: UsageDay[];
};

export type Webhook = {
  id: string;
  url: string;
  events: ("message.queued" | "message.sent" | "message.delivered" | "message.failed" | "message.expired" | "message.canceled" | "message.received" | "device.online" | "device.offline" | "device.low_battery" | "balance.low" | "webhook.disabled")[];
  device_ids: string[] | null;
  description: string;
  header_names: string[];
  active: boolean;
  /** Why it is off; null while it is on. */
  disabled: {
    reason: "owner" | "unsubscribed" | "failing";
    /** RFC 3339. */
    at: string;
    detail: string;
  } | null;
  /** Every attempt since then failed. Null: the last one got through. */
  failing_since: string | null;
  /** The last run of redeliver-failed, and how far it has come. */
  redelivery: {
    /** RFC 3339. */
    since: string;
    /** RFC 3339. */
    started_at: string;
    status: "running" | "done";
    /** How many had failed when it began, at most 10,000. */
    total: number;
    /** How many of them were given another round. */
    redelivered: number;
  } | null;
  /** RFC 3339. */
  created_at: string;
  /** RFC 3339. */
  updated_at: string;
};

export type WebhookList = {
  data: Webhook[];
};

/** Every operation by its id: what it takes, and what it answers. */
export interface Operations {
  /** Send an SMS */
  sendMessage: {
    input: { body: SendRequest };
    result: SendOneResponse | SendManyResponse;
  };
  /** List messages, newest first */
  listMessages: {
    input: { query?: { status?: "scheduled" | "queued" | "dispatched" | "sent" | "delivered" | "failed" | "expired" | "canceled" | "received"; direction?: "outbound" | "inbound"; device_id?: string; conversation_id?: string; created_after?: string; created_before?: string; limit?: number; cursor?: string } };
    result: MessageList;
  };
  /** Read a message and how far it came */
  getMessage: {
    input: { path: { id: string } };
    result: Message;
  };
  /** Cancel a message that is not sent yet */
  cancelMessage: {
    input: { path: { id: string } };
    result: Message;
  };
  /** Name a contact, assign or archive a conversation */
  updateConversation: {
    input: { path: { id: string }; body: UpdateConversationRequest };
    result: Conversation;
  };
  /** List the phones */
  listDevices: {
    input: Record<string, never>;
    result: DeviceList;
  };
  /** Read a phone */
  getDevice: {
    input: { path: { id: string } };
    result: Device;
  };
  /** Rename, pause, resume or pace a phone */
  updateDevice: {
    input: { path: { id: string }; body: UpdateDeviceRequest };
    result: Device;
  };
  /** Remove a phone */
  removeDevice: {
    input: { path: { id: string } };
    result: undefined;
  };
  /** Get a code that pairs a phone */
  createPairing: {
    input: Record<string, never>;
    result: Pairing;
  };
  /** Get a new private token for phones */
  rotatePairingSecret: {
    input: Record<string, never>;
    result: PairingSecret;
  };
  /** Subscribe an address to events */
  createWebhook: {
    input: { body: CreateWebhookRequest };
    result: CreatedWebhook;
  };
  /** List the webhooks */
  listWebhooks: {
    input: Record<string, never>;
    result: WebhookList;
  };
  /** Read a webhook */
  getWebhook: {
    input: { path: { id: string } };
    result: Webhook;
  };
  /** Change a webhook, or switch it off and on */
  updateWebhook: {
    input: { path: { id: string }; body: UpdateWebhookRequest };
    result: Webhook;
  };
  /** Unsubscribe */
  deleteWebhook: {
    input: { path: { id: string } };
    result: undefined;
  };
  /** Get a new signing secret */
  rotateWebhookSecret: {
    input: { path: { id: string } };
    result: RotatedSecret;
  };
  /** Send a test.ping and see what the address answers */
  testWebhook: {
    input: { path: { id: string } };
    result: Delivery;
  };
  /** Switch a webhook on again */
  enableWebhook: {
    input: { path: { id: string } };
    result: Webhook;
  };
  /** List what was delivered to a webhook, newest first */
  listDeliveries: {
    input: { path: { id: string }; query?: { status?: "pending" | "delivered" | "failed"; event?: "message.queued" | "message.sent" | "message.delivered" | "message.failed" | "message.expired" | "message.canceled" | "message.received" | "device.online" | "device.offline" | "device.low_battery" | "balance.low" | "webhook.disabled" | "test.ping"; created_after?: string; created_before?: string; limit?: number; cursor?: string } };
    result: DeliveryList;
  };
  /** Read a delivery with its payload and attempts */
  getDelivery: {
    input: { path: { id: string } };
    result: Delivery;
  };
  /** Redeliver, with another three days of attempts */
  redeliver: {
    input: { path: { id: string } };
    result: Delivery;
  };
  /** Redeliver everything that failed since a moment */
  redeliverFailed: {
    input: { path: { id: string }; body: RedeliverFailedRequest };
    result: Webhook;
  };
  /** See what an event looks like */
  listEventSamples: {
    input: { path: { type: "message.queued" | "message.sent" | "message.delivered" | "message.failed" | "message.expired" | "message.canceled" | "message.received" | "device.online" | "device.offline" | "device.low_battery" | "balance.low" | "webhook.disabled" | "test.ping" } };
    result: EventSamples;
  };
  /** Ask what a send would cost */
  quoteMessages: {
    input: { body: QuoteRequest };
    result: Quote;
  };
  /** See which account and key a request acts for */
  getMe: {
    input: Record<string, never>;
    result: Me;
  };
  /** Read the balance */
  getBalance: {
    input: Record<string, never>;
    result: Balance;
  };
  /** Change the threshold, the caps and the automatic top-up */
  updateBalanceSettings: {
    input: { body: UpdateBalanceSettingsRequest };
    result: Balance;
  };
  /** Start a top-up: get the address of Stripe's page */
  startTopUp: {
    input: { body: StartTopUpRequest };
    result: StartedTopUp;
  };
  /** List what was paid in, newest first, with receipts */
  listTopUps: {
    input: { query?: { limit?: number; cursor?: string } };
    result: TopUpList;
  };
  /** Get a link to Stripe's pages for cards and invoices */
  openBillingPortal: {
    input: { body: OpenPortalRequest };
    result: OpenedPortal;
  };
  /** List what came and went besides the messages themselves, newest first */
  listLedger: {
    input: { query?: { type?: "top_up" | "refund" | "top_up_refund" | "dispute" | "adjustment"; created_after?: string; created_before?: string; format?: "json" | "csv"; limit?: number; cursor?: string } };
    result: LedgerList;
  };
  /** List what was sent and spent, day by day */
  listUsage: {
    input: { query?: { from?: string; to?: string } };
    result: UsageList;
  };
  /** List the API keys */
  listApiKeys: {
    input: Record<string, never>;
    result: ApiKeyList;
  };
  /** Make an API key */
  issueApiKey: {
    input: { body: IssueApiKeyRequest };
    result: IssuedApiKey;
  };
  /** Revoke an API key */
  revokeApiKey: {
    input: { path: { id: string } };
    result: undefined;
  };
  /** Open an account for the person signed in */
  openAccount: {
    input: { body: OpenAccountRequest };
    result: OpenedAccount;
  };
  /** List the accounts of the person signed in */
  listAccounts: {
    input: Record<string, never>;
    result: AccountList;
  };
  /** Change the account's name and settings */
  updateAccount: {
    input: { body: UpdateAccountRequest };
    result: Account;
  };
  /** Invite a person to the account */
  inviteMember: {
    input: { body: InviteMemberRequest };
    result: CreatedInvitation;
  };
  /** List open invitations */
  listInvitations: {
    input: Record<string, never>;
    result: InvitationList;
  };
  /** Withdraw an invitation */
  withdrawInvitation: {
    input: { path: { id: string } };
    result: undefined;
  };
  /** Join the account that the link invites to */
  acceptInvitation: {
    input: { path: { token: string } };
    result: JoinedAccount;
  };
  /** Change a member's role */
  changeRole: {
    input: { path: { uid: string }; body: ChangeRoleRequest };
    result: Member;
  };
  /** Remove a member, or leave */
  removeMember: {
    input: { path: { uid: string } };
    result: undefined;
  };
  /** Make another member the owner */
  transferOwnership: {
    input: { body: TransferOwnershipRequest };
    result: undefined;
  };
}

/** `isKeyed`: under one Idempotency-Key it is done once. */
export const OPERATIONS = {
  sendMessage: { method: "POST", path: "/api/v1/send", isKeyed: true },
  listMessages: { method: "GET", path: "/api/v1/messages" },
  getMessage: { method: "GET", path: "/api/v1/messages/{id}" },
  cancelMessage: { method: "POST", path: "/api/v1/messages/{id}/cancel" },
  updateConversation: { method: "PATCH", path: "/api/v1/conversations/{id}" },
  listDevices: { method: "GET", path: "/api/v1/devices" },
  getDevice: { method: "GET", path: "/api/v1/devices/{id}" },
  updateDevice: { method: "PATCH", path: "/api/v1/devices/{id}" },
  removeDevice: { method: "DELETE", path: "/api/v1/devices/{id}" },
  createPairing: { method: "POST", path: "/api/v1/pairings" },
  rotatePairingSecret: { method: "POST", path: "/api/v1/pairing-secret" },
  createWebhook: { method: "POST", path: "/api/v1/webhooks" },
  listWebhooks: { method: "GET", path: "/api/v1/webhooks" },
  getWebhook: { method: "GET", path: "/api/v1/webhooks/{id}" },
  updateWebhook: { method: "PATCH", path: "/api/v1/webhooks/{id}" },
  deleteWebhook: { method: "DELETE", path: "/api/v1/webhooks/{id}" },
  rotateWebhookSecret: { method: "POST", path: "/api/v1/webhooks/{id}/rotate-secret" },
  testWebhook: { method: "POST", path: "/api/v1/webhooks/{id}/test" },
  enableWebhook: { method: "POST", path: "/api/v1/webhooks/{id}/enable" },
  listDeliveries: { method: "GET", path: "/api/v1/webhooks/{id}/deliveries" },
  getDelivery: { method: "GET", path: "/api/v1/deliveries/{id}" },
  redeliver: { method: "POST", path: "/api/v1/deliveries/{id}/redeliver" },
  redeliverFailed: { method: "POST", path: "/api/v1/webhooks/{id}/redeliver-failed" },
  listEventSamples: { method: "GET", path: "/api/v1/events/samples/{type}" },
  quoteMessages: { method: "POST", path: "/api/v1/quote" },
  getMe: { method: "GET", path: "/api/v1/me" },
  getBalance: { method: "GET", path: "/api/v1/balance" },
  updateBalanceSettings: { method: "PATCH", path: "/api/v1/balance-settings" },
  startTopUp: { method: "POST", path: "/api/v1/top-ups", isKeyed: true },
  listTopUps: { method: "GET", path: "/api/v1/top-ups" },
  openBillingPortal: { method: "POST", path: "/api/v1/billing-portal" },
  listLedger: { method: "GET", path: "/api/v1/ledger" },
  listUsage: { method: "GET", path: "/api/v1/usage" },
  listApiKeys: { method: "GET", path: "/api/v1/api-keys" },
  issueApiKey: { method: "POST", path: "/api/v1/api-keys" },
  revokeApiKey: { method: "DELETE", path: "/api/v1/api-keys/{id}" },
  openAccount: { method: "POST", path: "/api/v1/accounts", isKeyed: true },
  listAccounts: { method: "GET", path: "/api/v1/accounts" },
  updateAccount: { method: "PATCH", path: "/api/v1/account" },
  inviteMember: { method: "POST", path: "/api/v1/invitations" },
  listInvitations: { method: "GET", path: "/api/v1/invitations" },
  withdrawInvitation: { method: "DELETE", path: "/api/v1/invitations/{id}" },
  acceptInvitation: { method: "POST", path: "/api/v1/invitations/{token}/accept" },
  changeRole: { method: "PATCH", path: "/api/v1/members/{uid}" },
  removeMember: { method: "DELETE", path: "/api/v1/members/{uid}" },
  transferOwnership: { method: "POST", path: "/api/v1/account/transfer-ownership" },
} as const satisfies Record<keyof Operations, { method: string; path: string; isKeyed?: true }>;

/** What answers with comma-separated lines, too. */
export type CsvOperation = "listLedger";

export type EventType = "message.queued" | "message.sent" | "message.delivered" | "message.failed" | "message.expired" | "message.canceled" | "message.received" | "device.online" | "device.offline" | "device.low_battery" | "balance.low" | "webhook.disabled" | "test.ping";
