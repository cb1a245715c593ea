import type { Capabilities } from "./capabilities.ts";
import { GsonError, readArray, readObject, readString } from "./gson.ts";
import type { Webhook } from "./stores/webhooks.ts";

/** Reads `GET /webhooks`. One bad element costs the app the whole list, on every retry. */
export function parseWebhookList(document: unknown, capabilities: Capabilities): Webhook[] {
  return readArray(document, "the list of webhooks").map((item, index) => {
    const what = `webhook ${index}`;
    const fields = readObject(item, what);
    const id = readString(fields.id, `${what}.id`);
    const url = readString(fields.url, `${what}.url`);
    const event = readString(fields.event, `${what}.event`);
    if (id === null) throw new GsonError(`${what} has no id`);
    if (url === null) throw new GsonError(`${what} has no url`);
    if (event === null || !capabilities.knowsWebhookEvent(event)) {
      throw new GsonError(
        `${what} asks for event "${event}", which app ${capabilities.version} does not know`,
      );
    }
    return { id, url, event };
  });
}
