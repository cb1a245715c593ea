import { createHarness, type Harness, until } from "./harness.ts";
import type { SeenRequest } from "./strict-server.ts";

export interface Envelope {
  id: string;
  event: string;
  deviceId: string;
  payload: Record<string, unknown>;
}

export const envelope = ({ body }: SeenRequest) => body as Envelope;

/** A phone that is online and has taken over webhooks for these events, and the signing key "device key". */
export async function subscribed(
  events: string[],
  options: Parameters<typeof createHarness>[0] = {},
): Promise<Harness> {
  const harness = await createHarness(options);
  harness.server.webhooks = events.map((event, index) => ({
    id: `wh_${index}`,
    url: harness.server.hookUrl,
    event,
  }));
  harness.server.settings = { webhooks: { signing_key: "device key" } };
  await harness.goOnline();
  await until(() => harness.phone.state.webhooks.length === events.length);
  await harness.settingsTaken();
  return harness;
}
