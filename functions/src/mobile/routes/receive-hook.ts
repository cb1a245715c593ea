import type { Services } from "../../context.ts";
import { authenticateHook } from "../../devices/hook-secret.ts";
import { GatewayError } from "../../errors.ts";
import { toAppVersion } from "../app-version.ts";
import { applyHookEvent } from "../apply-hook-event.ts";
import type { MobileHandler } from "../env.ts";
import { HookEnvelope } from "../hook-events.ts";

/**
 * What happened on a phone. The secret in the address is what lets it in: until it has our settings it signs with a key of its own.
 * What we cannot read is answered 200 all the same, because the phone would send it again for two days, and all else after it.
 */
export function receiveHook(services: Services): MobileHandler {
  return async (c) => {
    const deviceId = c.req.param("deviceId") ?? "";
    const phone = await authenticateHook(services, {
      deviceId,
      secret: c.req.param("secret") ?? "",
    });
    const envelope = HookEnvelope.safeParse(await c.req.json().catch(() => null));
    const outcome = envelope.success
      ? await applyHookEvent(phone, envelope.data, toAppVersion(c.req.header("User-Agent"))).catch(
          ignoreRemoved,
        )
      : "unreadable";
    if (outcome !== "applied") {
      services.log.warn(`phone_event_${outcome}`, {
        accountId: phone.accountId,
        deviceId,
        event: envelope.data?.event.slice(0, 40),
      });
    }
    return c.json({});
  };
}

/** The phone was removed while it posted: there is nothing to apply the event to. */
function ignoreRemoved(error: unknown): "ignored" {
  if (error instanceof GatewayError && error.code === "unauthenticated") return "ignored";
  throw error;
}
