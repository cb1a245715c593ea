import type { Services } from "../context.ts";
import { type PushTarget, pushSignal } from "./push-signal.ts";

/** The phone waits ten seconds for an answer. */
const PATIENCE_MS = 3_000;

/**
 * Tries a token that a phone has just given. The published app is built for another Firebase project than ours, so that its token
 * may be refused; found out now, the settings that the phone fetches next tell it to open a stream.
 */
export async function tryPush(services: Services, target: PushTarget): Promise<void> {
  const { accountId, deviceId } = target;
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS);
  });
  const attempt = pushSignal(services, target, "SettingsUpdated").catch((error: unknown) => {
    services.log.warn("push_failed", { accountId, deviceId, cause: String(error) });
  });
  await Promise.race([attempt, patience]);
  clearTimeout(timer);
}
