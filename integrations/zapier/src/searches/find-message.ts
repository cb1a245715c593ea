import type { Bundle, ZObject } from "zapier-platform-core";
import { addressOf, given } from "../requests.ts";

const STATUSES = [
  "scheduled",
  "queued",
  "dispatched",
  "sent",
  "delivered",
  "failed",
  "expired",
  "canceled",
  "received",
];

export const findMessage = {
  key: "find_message",
  noun: "Text",
  display: {
    label: "Find Text",
    description: "Finds a text by its id, or the newest one that fits.",
  },
  operation: {
    inputFields: [
      { key: "id", label: "Message ID", type: "string", required: false },
      {
        key: "direction",
        label: "Direction",
        choices: { inbound: "Received", outbound: "Sent by us" },
        required: false,
        helpText: "With a message ID, this and what follows is not looked at.",
      },
      {
        key: "status",
        label: "Status",
        choices: Object.fromEntries(STATUSES.map((status) => [status, status])),
        required: false,
      },
      { key: "device_id", label: "Phone", dynamic: "list_phones.id.name", required: false },
      { key: "conversation_id", label: "Conversation ID", type: "string", required: false },
    ],
    perform: async (z: ZObject, bundle: Bundle) => {
      const { id, direction, status, device_id, conversation_id } = bundle.inputData;
      if (id) {
        const response = await z.request({
          url: addressOf(bundle, `/messages/${encodeURIComponent(String(id))}`),
          skipThrowForStatus: true,
        });
        if (response.status === 404) return [];
        response.throwForStatus();
        return [response.data];
      }
      const response = await z.request({
        url: addressOf(bundle, "/messages"),
        params: { limit: "1", ...given({ direction, status, device_id, conversation_id }) },
      });
      return response.data.data;
    },
    sample: {
      id: "msg_2rXvLm8Qp4TnYk0WcZs1Ab",
      direction: "outbound",
      status: "delivered",
      to: "+14155550123",
      from: "+14155550100",
      message: "Your table is booked for tonight at 8.",
      created_at: "2026-11-22T08:10:00.000Z",
    },
  },
};
