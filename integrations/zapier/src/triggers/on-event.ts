import type { Bundle, ZObject } from "zapier-platform-core";
import { addressOf } from "../requests.ts";

export interface OnEvent {
  key: string;
  event: "message.received" | "message.delivered" | "message.failed" | "device.offline";
  noun: "Text" | "Phone";
  label: string;
  description: string;
}

interface Envelope {
  id: string;
  type: string;
  timestamp: string;
  data: Record<string, unknown>;
}

/** A trigger that subscribes a webhook when the Zap is switched on, and unsubscribes it when it is switched off. */
export function onEvent({ key, event, noun, label, description }: OnEvent) {
  const toItem = (envelope: Envelope) => flatten(envelope, noun);
  return {
    key,
    noun,
    display: { label, description },
    operation: {
      type: "hook",
      inputFields: [
        {
          key: "device_id",
          label: "Phone",
          dynamic: "list_phones.id.name",
          required: false,
          helpText: "Only what happens on this phone. Leave it empty for all phones.",
        },
      ],
      performSubscribe: async (z: ZObject, bundle: Bundle) => {
        const response = await z.request({
          method: "POST",
          url: addressOf(bundle, "/webhooks"),
          body: {
            url: bundle.targetUrl,
            events: [event],
            description: "Zapier",
            device_ids: bundle.inputData.device_id ? [bundle.inputData.device_id] : null,
          },
        });
        return { id: response.data.id };
      },
      performUnsubscribe: async (z: ZObject, bundle: Bundle) => {
        const response = await z.request({
          method: "DELETE",
          url: addressOf(bundle, `/webhooks/${bundle.subscribeData?.id}`),
          skipThrowForStatus: true,
        });
        // Gone already: somebody removed it in the dashboard.
        if (response.status !== 404) response.throwForStatus();
        return {};
      },
      perform: async (_z: ZObject, bundle: Bundle) => [
        toItem(bundle.cleanedRequest as unknown as Envelope),
      ],
      performList: async (z: ZObject, bundle: Bundle) => {
        const response = await z.request({ url: addressOf(bundle, `/events/samples/${event}`) });
        return (response.data as Envelope[]).map(toItem);
      },
      sample: noun === "Text" ? { ...TEXT_SAMPLE, event } : { ...PHONE_SAMPLE, event },
    },
  };
}

/** One level for the fields that people pick from. `id` is the event's: Zapier leaves out one that it had before. */
function flatten({ id, type, timestamp, data }: Envelope, noun: OnEvent["noun"]) {
  const { id: resourceId, ...fields } = data;
  const subject = noun === "Text" ? { message_id: resourceId } : { device_id: resourceId };
  return { ...fields, ...subject, id, event: type, occurred_at: timestamp };
}

const TEXT_SAMPLE = {
  id: "evt_qgjzVb121s_o1tSS5Q2PNEnNVgJ",
  message_id: "msg_9wRk2Tn6Yc4QhLx8ZsVb1D",
  occurred_at: "2026-11-22T08:10:00.000Z",
  direction: "inbound",
  status: "received",
  from: "+14155550123",
  to: "+14155550100",
  message: "Yes, see you at 8!",
  device_id: "dev_7hGq3Kd9Rw5JtVb2NxEf8M",
  sim_slot: 1,
};

const PHONE_SAMPLE = {
  id: "evt_a1IF9-t_9TroywC4nBhL4SSzhpH",
  device_id: "dev_7hGq3Kd9Rw5JtVb2NxEf8M",
  occurred_at: "2026-11-22T08:10:00.000Z",
  name: "Front desk",
  online: false,
  last_seen_at: "2026-11-22T07:50:00.000Z",
};
