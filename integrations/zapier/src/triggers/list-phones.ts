import type { Bundle, ZObject } from "zapier-platform-core";
import { addressOf } from "../requests.ts";

/** Fills the menu in which a phone is chosen. */
export const listPhones = {
  key: "list_phones",
  noun: "Phone",
  display: {
    label: "List of Phones",
    description: "Fills the menu of phones.",
    hidden: true,
  },
  operation: {
    type: "polling",
    perform: async (z: ZObject, bundle: Bundle) => {
      const response = await z.request({ url: addressOf(bundle, "/devices") });
      return response.data.data;
    },
    sample: { id: "dev_7hGq3Kd9Rw5JtVb2NxEf8M", name: "Front desk" },
  },
};
