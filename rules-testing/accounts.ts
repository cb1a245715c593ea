import { type DocumentData, Timestamp } from "firebase/firestore";

/** Everybody who may try: four members of `acme`, the owner of another account, somebody of none, nobody. */
export const PEOPLE = {
  owner: "olga",
  admin: "adam",
  agent: "anna",
  viewer: "vera",
  "another account's owner": "otto",
  "a person of no account": "nina",
  "signed out": null,
} as const;
export type Who = keyof typeof PEOPLE;
export const EVERYBODY = Object.keys(PEOPLE) as Who[];
export const MEMBERS: Who[] = ["owner", "admin", "agent", "viewer"];
export const MANAGERS: Who[] = ["owner", "admin"];
export const ANSWERERS: Who[] = ["owner", "admin", "agent"];
export const NOBODY: Who[] = [];

const AT = Timestamp.fromDate(new Date("2026-11-22T08:00:00Z"));
export const CONVERSATION = {
  contact: "+14155550123",
  contactName: null,
  deviceId: "dev_1",
  simSlot: 1,
  lastMessage: { id: "msg_1", direction: "inbound", preview: "Hello", at: AT },
  unreadCount: 3,
  isArchived: false,
  assigneeId: null,
  updatedAt: AT,
};
const MESSAGE = {
  direction: "inbound",
  status: "received",
  body: "Hello",
  conversationId: "con_1",
  deviceId: "dev_1",
  createdAt: AT,
};
export const memberOf = (uid: string, role: string) => ({
  uid,
  role,
  email: `${uid}@example.com`,
  name: null,
  joinedAt: AT,
});

export const DOCUMENTS: Record<string, DocumentData> = {
  "accounts/acme": { name: "Acme", balance: 1_000_000 },
  "accounts/acme/members/olga": memberOf("olga", "owner"),
  "accounts/acme/members/adam": memberOf("adam", "admin"),
  "accounts/acme/members/anna": memberOf("anna", "agent"),
  "accounts/acme/members/vera": memberOf("vera", "viewer"),
  "accounts/acme/devices/dev_1": { name: "Desk", isOnline: true, createdAt: AT },
  "accounts/acme/messages/msg_1": MESSAGE,
  "accounts/acme/conversations/con_1": CONVERSATION,
  "accounts/acme/usage/2026-11-22": { sent: 4 },
  "accounts/acme/optOuts/+14155550123": { at: AT },
  "accounts/acme/templates/tpl_1": { text: "Thanks" },
  "accounts/acme/webhooks/whk_1": { url: "https://example.com", isActive: true },
  "accounts/acme/deliveries/del_1": { event: "message.sent", createdAt: AT },
  "accounts/acme/ledger/led_1": { type: "top_up", amount: 1, createdAt: AT },
  "accounts/acme/audit/aud_1": { action: "member.invited", createdAt: AT },
  "accounts/acme/idempotencyKeys/k": { messageIds: ["msg_1"] },
  "accounts/other": { name: "Other" },
  "accounts/other/members/otto": memberOf("otto", "owner"),
  "accounts/other/members/olga": memberOf("olga", "viewer"),
  "accounts/other/messages/msg_2": MESSAGE,
  "apiKeys/hash": { accountId: "acme" },
  "pairings/hash": { accountId: "acme" },
  "deviceTokens/hash": { accountId: "acme" },
  "invitations/hash": { accountId: "acme", email: "nina@example.com" },
  "phoneLinks/dev_1": { accountId: "acme", pushToken: "secret" },
  "phoneLogins/login": { accountId: "acme" },
  "wakes/dev_1": { accountId: "acme" },
  "anything/else": { accountId: "acme" },
};
