import { type Services, withTransaction } from "../context.ts";
import { addSignal, findLink, type SignalName, updateLink } from "./link-store.ts";
import { findDevice, updateDevice } from "./store.ts";

export interface PushTarget {
  accountId: string;
  deviceId: string;
  pushToken: string;
}

/** Pushes an event to a phone, and forgets a token that is dead. */
export async function pushSignal(
  services: Services,
  target: PushTarget,
  signal: SignalName,
): Promise<void> {
  if ((await services.push.send(target.pushToken, signal)) === "sent") return;
  await forgetPushToken(services, target);
  services.log.warn("push_token_refused", {
    accountId: target.accountId,
    deviceId: target.deviceId,
  });
}

/** From now on the phone asks by itself, until it opens a stream as its settings will tell it. */
async function forgetPushToken(
  services: Services,
  { accountId, deviceId, pushToken }: PushTarget,
): Promise<void> {
  const { db } = services;
  await withTransaction(services, async (tx) => {
    const [device, link] = await Promise.all([
      findDevice(db, accountId, deviceId, tx),
      findLink(db, deviceId, tx),
    ]);
    if (device === null || link === null || link.pushToken !== pushToken) return;
    updateLink(db, tx, deviceId, {
      pushToken: null,
      isPushRefused: true,
      signals: addSignal(link, "SettingsUpdated"),
    });
    if (device.wakeChannel === "push") {
      updateDevice(db, tx, accountId, deviceId, { wakeChannel: "poll" });
    }
  });
}
