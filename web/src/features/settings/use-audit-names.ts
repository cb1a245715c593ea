import { ApiKeyList } from "@handset/functions/schema/api/account.ts";
import type { AuditEntry } from "@handset/functions/schema/audit.ts";
import { paths } from "@handset/functions/schema/paths.ts";
import { Webhook } from "@handset/functions/schema/webhook.ts";
import { useMemo } from "react";
import { useAccount } from "../../account.tsx";
import { parsed, useApi } from "../../api.ts";
import { memberName, useMembers } from "../../members.tsx";
import { useDevices } from "../../sms/devices.tsx";
import { useCollection } from "../../use-database.ts";
import { useResource } from "../../use-resource.ts";

const WEBHOOKS_MAX = 100;

/** The names of whom and what the entries are about, by id: as they are now, else as an entry kept them. */
export function useAuditNames(entries: readonly AuditEntry[]): ReadonlyMap<string, string> {
  const { id } = useAccount();
  const api = useApi();
  const members = useMembers();
  const devices = useDevices();
  const needsKeys = entries.some(({ actor }) => actor.type === "api_key");
  const needsWebhooks = entries.some(({ action }) => action.startsWith("webhook."));
  const keys = useResource(`names of keys ${id} ${needsKeys}`, async () =>
    needsKeys
      ? (await parsed(ApiKeyList, api.call("listApiKeys", {}, { accountId: id }))).data
      : [],
  );
  const webhooks = useCollection(
    needsWebhooks
      ? {
          path: paths.webhooks(id),
          schema: Webhook,
          orderBy: [["createdAt", "desc"]],
          limit: WEBHOOKS_MAX,
        }
      : null,
  );
  return useMemo(() => {
    const names = new Map<string, string>();
    for (const { target, details } of entries) {
      const { name, url } = details;
      const kept = name ?? url;
      if (typeof kept === "string") names.set(target, kept);
    }
    for (const member of members.list) names.set(member.uid, memberName(member));
    for (const device of devices.list) names.set(device.id, device.data.name);
    if (keys.state === "ready") for (const key of keys.value) names.set(key.id, key.name);
    if (webhooks.state === "ready") {
      for (const webhook of webhooks.value.docs) names.set(webhook.id, webhook.data.url);
    }
    return names;
  }, [entries, members.list, devices.list, keys, webhooks]);
}
