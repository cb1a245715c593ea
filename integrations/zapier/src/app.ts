import { authentication } from "./authentication.ts";
import { sendSms } from "./creates/send-sms.ts";
import { explainFailure, signIn } from "./requests.ts";
import { findMessage } from "./searches/find-message.ts";
import { listPhones } from "./triggers/list-phones.ts";
import { onEvent } from "./triggers/on-event.ts";

const VERSION = "0.1.0";

const triggers = [
  onEvent({
    key: "message_received",
    event: "message.received",
    noun: "Text",
    label: "New Text Received",
    description: "Triggers when one of your phones receives a text.",
  }),
  onEvent({
    key: "message_delivered",
    event: "message.delivered",
    noun: "Text",
    label: "Text Delivered",
    description: "Triggers when a text that you sent was delivered.",
  }),
  onEvent({
    key: "message_failed",
    event: "message.failed",
    noun: "Text",
    label: "Text Failed",
    description: "Triggers when a text could not be sent. Its price was given back.",
  }),
  onEvent({
    key: "device_offline",
    event: "device.offline",
    noun: "Phone",
    label: "Phone Went Offline",
    description: "Triggers when one of your phones was not seen for too long.",
  }),
  listPhones,
];

/** The platform's own schema checks its shape. */
export function createApp(platformVersion: string) {
  return {
    version: VERSION,
    platformVersion,
    authentication,
    beforeRequest: [signIn],
    afterResponse: [explainFailure],
    triggers: Object.fromEntries(triggers.map((trigger) => [trigger.key, trigger])),
    searches: { [findMessage.key]: findMessage },
    creates: { [sendSms.key]: sendSms },
  };
}
