import { fullUntil } from "../devices/room.ts";
import type { NewMessage } from "../messages/decide-acceptance.ts";
import type { Account, Invitation, Member } from "../schema/account.ts";
import type { ApiApiKey } from "../schema/api/account.ts";
import type { ApiDevice } from "../schema/api/device.ts";
import type { AcceptedMessage, ApiMessage } from "../schema/api/message.ts";
import type { ApiAccount, ApiInvitation } from "../schema/api/team.ts";
import type { ApiKey } from "../schema/api-key.ts";
import type { Conversation } from "../schema/conversation.ts";
import type { Device, Pacing, Sim } from "../schema/device.ts";

/** What a document looks like to an API's caller. */
export function toApiMessage({ id, message }: NewMessage): ApiMessage {
  return {
    id,
    direction: message.direction,
    status: message.status,
    to: message.to,
    from: message.from,
    message: message.body,
    device_id: message.deviceId,
    sim_slot: message.simSlot,
    conversation_id: message.conversationId,
    segments: message.segments,
    encoding: message.encoding,
    price: message.price,
    refunded: message.refundedAt !== null,
    failure: message.failure,
    metadata: message.metadata,
    priority: message.priority,
    send_at: isoOrNull(message.sendAt),
    expires_at: isoOrNull(message.expiresAt),
    created_at: message.createdAt.toISOString(),
    timeline: Object.fromEntries(
      Object.entries(message.timeline).map(([status, at]) => [`${status}_at`, at.toISOString()]),
    ),
  };
}

/** A message as it was when it was accepted, whatever became of it since. */
export function toAcceptedMessage({ id, message }: NewMessage): AcceptedMessage {
  return {
    id,
    status: message.sendAt === null ? "queued" : "scheduled",
    to: message.to ?? "",
    from: message.from,
    device_id: message.deviceId,
    sim_slot: message.simSlot,
    segments: message.segments,
    encoding: message.encoding,
    price: message.price,
    created_at: message.createdAt.toISOString(),
  };
}

export function toApiApiKey(key: ApiKey): ApiApiKey {
  return {
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    scopes: key.scopes,
    spend_per_day_max: key.spendPerDayMax,
    expires_at: isoOrNull(key.expiresAt),
    revoked_at: isoOrNull(key.revokedAt),
    created_at: key.createdAt.toISOString(),
  };
}

export function isoOrNull(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}

export function toApiAccount(id: string, account: Account): ApiAccount {
  return {
    id,
    name: account.name,
    currency: account.currency,
    balance: account.balance,
    settings: {
      default_country: account.settings.defaultCountry,
      message_ttl_seconds: account.settings.messageTtlSeconds,
    },
    created_at: account.createdAt.toISOString(),
  };
}

export function toApiInvitation(invitation: Invitation): ApiInvitation {
  return {
    id: invitation.id,
    email: invitation.email,
    role: invitation.role,
    expires_at: invitation.expiresAt.toISOString(),
    created_at: invitation.createdAt.toISOString(),
  };
}

export function toApiMember({ joinedAt, ...member }: Member) {
  return { ...member, joined_at: joinedAt.toISOString() };
}

export function toApiConversation(id: string, conversation: Conversation) {
  return {
    id,
    contact: conversation.contact,
    contact_name: conversation.contactName,
    assignee_id: conversation.assigneeId,
    is_archived: conversation.isArchived,
    unread_count: conversation.unreadCount,
  };
}

export function toApiDevice({ id, device }: { id: string; device: Device }, now: Date): ApiDevice {
  return {
    id,
    name: device.name,
    model: device.model,
    app_version: device.appVersion,
    online: device.isOnline,
    last_seen_at: device.lastSeenAt.toISOString(),
    paused: device.isPaused,
    wake_channel: device.wakeChannel,
    battery: device.battery && {
      level_percent: device.battery.levelPercent,
      charging: device.battery.isCharging,
    },
    network: device.network,
    sims: device.sims.map((sim) => toApiSim(sim, device, now)),
    pacing: {
      per_minute: device.pacing.perMinute,
      per_day: device.pacing.perDay,
      interval_seconds_min: device.pacing.intervalSecondsMin,
      interval_seconds_max: device.pacing.intervalSecondsMax,
    },
    created_at: device.createdAt.toISOString(),
  };
}

function toApiSim(sim: Sim, device: Device, now: Date): ApiDevice["sims"][number] {
  const { perMinute = null, perDay = null } = device.simPacing[sim.slot] ?? {};
  return {
    ...sim,
    per_minute: perMinute,
    per_day: perDay,
    full_until: isoOrNull(fullUntil(device, sim.slot, now)),
  };
}

export function fromApiPacing(pacing: Partial<ApiDevice["pacing"]>): Partial<Pacing> {
  const { per_minute, per_day, interval_seconds_min, interval_seconds_max } = pacing;
  return {
    ...(per_minute !== undefined && { perMinute: per_minute }),
    ...(per_day !== undefined && { perDay: per_day }),
    ...(interval_seconds_min !== undefined && { intervalSecondsMin: interval_seconds_min }),
    ...(interval_seconds_max !== undefined && { intervalSecondsMax: interval_seconds_max }),
  };
}
