import type { Role } from "@handset/functions/schema/account.ts";
import {
  ChartColumn,
  KeyRound,
  ListTree,
  MessagesSquare,
  Send,
  Settings,
  Smartphone,
  Users,
  Wallet,
  Webhook,
} from "lucide-react";
import { isAtLeast } from "../account.tsx";
import { to } from "../paths.ts";

export interface NavItem {
  label: string;
  icon: typeof Send;
  href: (accountId: string) => string;
  needs: Role;
}

const WORK: NavItem[] = [
  { label: "Conversations", icon: MessagesSquare, href: to.conversations, needs: "viewer" },
  { label: "Send", icon: Send, href: to.send, needs: "agent" },
  { label: "Messages", icon: ListTree, href: to.messages, needs: "viewer" },
  { label: "Phones", icon: Smartphone, href: to.devices, needs: "viewer" },
];

const ADMINISTRATION: NavItem[] = [
  { label: "Usage", icon: ChartColumn, href: to.usage, needs: "viewer" },
  { label: "Balance", icon: Wallet, href: to.balance, needs: "viewer" },
  { label: "API keys", icon: KeyRound, href: to.apiKeys, needs: "admin" },
  { label: "Webhooks", icon: Webhook, href: to.webhooks, needs: "admin" },
  { label: "Team", icon: Users, href: to.team, needs: "viewer" },
  { label: "Settings", icon: Settings, href: to.settings, needs: "viewer" },
];

export function navFor(role: Role): { work: NavItem[]; administration: NavItem[] } {
  const isShown = (item: NavItem) => isAtLeast(role, item.needs);
  return { work: WORK.filter(isShown), administration: ADMINISTRATION.filter(isShown) };
}
