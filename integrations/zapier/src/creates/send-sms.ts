import type { Bundle, ZObject } from "zapier-platform-core";
import { addressOf, given } from "../requests.ts";

export const sendSms = {
  key: "send_sms",
  noun: "Text",
  display: {
    label: "Send SMS",
    description: "Sends a text through one of your phones.",
  },
  operation: {
    inputFields: [
      {
        key: "to",
        label: "To",
        type: "string",
        required: true,
        helpText: "The number with its country code, such as +14155550123.",
      },
      { key: "message", label: "Message", type: "text", required: true },
      {
        key: "device_id",
        label: "Phone",
        dynamic: "list_phones.id.name",
        required: false,
        helpText: "Leave it empty to let Handset choose.",
      },
      {
        key: "sim_slot",
        label: "SIM",
        choices: { "1": "SIM 1", "2": "SIM 2" },
        required: false,
        helpText: "Leave it empty to let the phone choose.",
      },
      {
        key: "send_at",
        label: "Send At",
        type: "datetime",
        required: false,
        helpText: "Leave it empty to send at once.",
      },
      {
        key: "idempotency_key",
        label: "Send Once Per",
        type: "string",
        required: false,
        helpText:
          "A text of your own, such as an order's number: within a day the same one is not sent twice, however often the Zap is replayed.",
      },
    ],
    perform: async (z: ZObject, bundle: Bundle) => {
      const { to, message, device_id, sim_slot, send_at, idempotency_key } = bundle.inputData;
      const response = await z.request({
        method: "POST",
        url: addressOf(bundle, "/send"),
        headers: idempotency_key ? { "Idempotency-Key": String(idempotency_key) } : {},
        body: given({
          ...{ to, message, device_id },
          sim_slot: sim_slot ? Number(sim_slot) : undefined,
          send_at: send_at ? new Date(String(send_at)).toISOString() : undefined,
        }),
      });
      return response.data;
    },
    sample: {
      id: "msg_2rXvLm8Qp4TnYk0WcZs1Ab",
      status: "queued",
      to: "+14155550123",
      from: "+14155550100",
      device_id: "dev_7hGq3Kd9Rw5JtVb2NxEf8M",
      sim_slot: 1,
      segments: 1,
      price: 30000,
      created_at: "2026-11-22T08:10:00.000Z",
    },
  },
};
