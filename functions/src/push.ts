import type { App } from "firebase-admin/app";
import type { Push } from "./context.ts";

/** What no later try can mend: the token is dead, another project's, or this server has no credentials for FCM. */
const HOPELESS = new Set([
  "app/invalid-credential",
  "messaging/third-party-auth-error",
  "messaging/registration-token-not-registered",
  "messaging/invalid-registration-token",
  "messaging/mismatched-credential",
]);

/** FCM as a phone understands it: data only, high priority, no content. */
export function createPush(app: App): Push {
  return {
    async send(token, event) {
      const { getMessaging } = await import("firebase-admin/messaging");
      try {
        await getMessaging(app).send({
          token,
          data: { event, data: "null" },
          android: { priority: "high", ttl: 3_600_000, collapseKey: event },
        });
        return "sent";
      } catch (error) {
        if (HOPELESS.has((error as { code?: string }).code ?? "")) return "unregistered";
        throw error;
      }
    },
  };
}
