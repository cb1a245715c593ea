import type { Bundle, ZObject } from "zapier-platform-core";
import { addressOf } from "./requests.ts";

export const authentication = {
  type: "custom",
  fields: [
    {
      key: "server_url",
      label: "Server",
      type: "string",
      required: true,
      helpText: "The address of your Handset server, such as https://sms.example.com.",
    },
    {
      key: "api_key",
      label: "API Key",
      type: "password",
      required: true,
      helpText: "Make one in the dashboard under API keys. It begins with hs_live_.",
    },
  ],
  /** What it gives names the connection. */
  test: async (z: ZObject, bundle: Bundle) =>
    (await z.request({ url: addressOf(bundle, "/me") })).data,
  connectionLabel: "{{label}}",
};
