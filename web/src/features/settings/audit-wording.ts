import { ROLE_NAMES } from "../../account.tsx";
import { formatMoney } from "../../sms/money.ts";

type Details = Readonly<Record<string, string | number | boolean | null>>;

interface Wording {
  what: string;
  /** What the details add: "Agent → Admin". */
  more?: (details: Details, currency: string) => string;
  /** The account itself, whose name says nothing here. */
  isOfAccount?: true;
}

const role = (value: unknown): string =>
  ROLE_NAMES[value as keyof typeof ROLE_NAMES] ?? String(value ?? "");
const money = (value: unknown, currency: string): string =>
  typeof value === "number" ? formatMoney(value, currency) : "none";
const asRole = ({ role: given }: Details): string => (given ? `as ${role(given)}` : "");

const WORDINGS: Record<string, Wording> = {
  "account.opened": { what: "Account opened", isOfAccount: true },
  "account.changed": { what: "Settings changed", isOfAccount: true, more: describeSettings },
  "member.invited": { what: "Invited", more: asRole },
  "invitation.withdrawn": { what: "Invitation withdrawn for" },
  "member.joined": { what: "Joined:", more: asRole },
  "member.role_changed": {
    what: "Role changed:",
    more: ({ from, to }) => `${role(from)} → ${role(to)}`,
  },
  "member.removed": {
    what: "Removed from the team:",
    more: ({ isLeaving }) => (isLeaving ? "left on their own" : ""),
  },
  "ownership.transferred": { what: "Ownership transferred to" },
  "api_key.issued": { what: "API key created:" },
  "api_key.revoked": { what: "API key revoked:" },
  "device.paired": { what: "Phone paired:" },
  "device.changed": { what: "Phone changed:", more: describeChanged },
  "device.removed": { what: "Phone removed:" },
  "pairing_secret.rotated": { what: "Private token rotated", isOfAccount: true },
  "webhook.created": { what: "Webhook created:" },
  "webhook.changed": { what: "Webhook changed:", more: describeChanged },
  "webhook.deleted": { what: "Webhook removed:" },
  "webhook.secret_rotated": { what: "Signing secret rotated of the webhook" },
  "billing.changed": { what: "Billing changed", isOfAccount: true, more: describeBilling },
  "balance.adjusted": {
    what: "Balance adjusted",
    isOfAccount: true,
    more: ({ amount, reason }, currency) =>
      [`by ${money(amount, currency)}`, reason].filter(Boolean).join(": "),
  },
  "price.changed": {
    what: "Price per segment changed",
    isOfAccount: true,
    more: ({ from, to }, currency) => `${money(from, currency)} → ${money(to, currency)}`,
  },
};

/** An action in plain words; one that came after this page is named as the server names it. */
export function wordAction(
  action: string,
  details: Details,
  currency: string,
): { what: string; more: string; isOfAccount: boolean } {
  const wording = WORDINGS[action];
  if (!wording) {
    const words = action.replace(/[._]/gu, " ");
    return { what: words.charAt(0).toUpperCase() + words.slice(1), more: "", isOfAccount: false };
  }
  return {
    what: wording.what,
    more: wording.more?.(details, currency) ?? "",
    isOfAccount: wording.isOfAccount ?? false,
  };
}

const CHANGED: Record<string, string> = {
  ...{ url: "URL", events: "events", description: "description", disabled: "on or off" },
  ...{ deviceIds: "phones", headerNames: "headers", headers: "headers", active: "on or off" },
  ...{ name: "name", isPaused: "paused or not", pacing: "pace", simPacing: "limits per SIM" },
};

function describeChanged({ changed }: Details): string {
  if (typeof changed !== "string") return "";
  const names = changed.split(", ").map((field) => CHANGED[field] ?? field);
  return [...new Set(names)].join(", ");
}

function describeSettings({ name, defaultCountry, messageTtlSeconds }: Details): string {
  return [
    name !== undefined && `name: ${name}`,
    defaultCountry !== undefined && `country: ${defaultCountry ?? "none"}`,
    typeof messageTtlSeconds === "number" && `texts expire after ${hoursOf(messageTtlSeconds)}`,
  ]
    .filter(Boolean)
    .join(", ");
}

function hoursOf(seconds: number): string {
  return seconds < 3600 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 360) / 10} h`;
}

function describeBilling(details: Details, currency: string): string {
  const { lowBalanceThreshold, billingEmail, spendPerDayMax, autoTopUp } = details;
  return [
    lowBalanceThreshold !== undefined && `alert below ${money(lowBalanceThreshold, currency)}`,
    billingEmail !== undefined && `mail to ${billingEmail ?? "nobody"}`,
    spendPerDayMax !== undefined && `a day at most ${money(spendPerDayMax, currency)}`,
    autoTopUp !== undefined && `top-up by itself ${autoTopUp ? "on" : "off"}`,
  ]
    .filter(Boolean)
    .join(", ");
}
