import type { INodeProperties } from "n8n-workflow";

const onlyFor = (resource: string, ...operation: string[]) => ({
  show: { resource: [resource], operation },
});

const phone = (resource: string, ...operation: string[]): INodeProperties => ({
  displayName: "Phone Name or ID",
  name: "deviceId",
  type: "options",
  typeOptions: { loadOptionsMethod: "listPhones" },
  default: "",
  description: "Leave it at any phone to let Handset choose",
  displayOptions: onlyFor(resource, ...operation),
});

export const properties: INodeProperties[] = [
  {
    displayName: "Resource",
    name: "resource",
    type: "options",
    noDataExpression: true,
    default: "message",
    options: [
      { name: "Message", value: "message" },
      { name: "Phone", value: "phone" },
    ],
  },
  {
    displayName: "Operation",
    name: "operation",
    type: "options",
    noDataExpression: true,
    default: "send",
    displayOptions: { show: { resource: ["message"] } },
    options: [
      { name: "Cancel", value: "cancel", action: "Cancel a message" },
      { name: "Get", value: "get", action: "Get a message" },
      { name: "Get Many", value: "getMany", action: "Get many messages" },
      { name: "Send", value: "send", action: "Send a message" },
    ],
  },
  {
    displayName: "Operation",
    name: "operation",
    type: "options",
    noDataExpression: true,
    default: "getMany",
    displayOptions: { show: { resource: ["phone"] } },
    options: [{ name: "Get Many", value: "getMany", action: "Get many phones" }],
  },
  {
    displayName: "To",
    name: "to",
    type: "string",
    default: "",
    required: true,
    placeholder: "+14155550123",
    description: "The number with its country code",
    displayOptions: onlyFor("message", "send"),
  },
  {
    displayName: "Message",
    name: "message",
    type: "string",
    typeOptions: { rows: 3 },
    default: "",
    required: true,
    displayOptions: onlyFor("message", "send"),
  },
  phone("message", "send", "getMany"),
  {
    displayName: "Additional Fields",
    name: "additionalFields",
    type: "collection",
    placeholder: "Add Field",
    default: {},
    displayOptions: onlyFor("message", "send"),
    options: [
      {
        displayName: "Idempotency Key",
        name: "idempotencyKey",
        type: "string",
        default: "",
        description:
          "A text of your own, such as an order's number: within a day the same one is not sent twice",
      },
      {
        displayName: "Priority",
        name: "priority",
        type: "number",
        typeOptions: { minValue: -128, maxValue: 127 },
        default: 0,
      },
      {
        displayName: "Send At",
        name: "sendAt",
        type: "dateTime",
        default: "",
      },
      {
        displayName: "SIM",
        name: "simSlot",
        type: "options",
        default: 1,
        options: [
          { name: "SIM 1", value: 1 },
          { name: "SIM 2", value: 2 },
        ],
      },
    ],
  },
  {
    displayName: "Message ID",
    name: "messageId",
    type: "string",
    default: "",
    required: true,
    displayOptions: onlyFor("message", "get", "cancel"),
  },
  {
    displayName: "Limit",
    name: "limit",
    type: "number",
    typeOptions: { minValue: 1, maxValue: 100 },
    default: 50,
    description: "Max number of results to return",
    displayOptions: onlyFor("message", "getMany"),
  },
  {
    displayName: "Filters",
    name: "filters",
    type: "collection",
    placeholder: "Add Filter",
    default: {},
    displayOptions: onlyFor("message", "getMany"),
    options: [
      {
        displayName: "Conversation ID",
        name: "conversation_id",
        type: "string",
        default: "",
      },
      {
        displayName: "Direction",
        name: "direction",
        type: "options",
        default: "inbound",
        options: [
          { name: "Received", value: "inbound" },
          { name: "Sent", value: "outbound" },
        ],
      },
      {
        displayName: "Status",
        name: "status",
        type: "options",
        default: "delivered",
        options: [
          { name: "Canceled", value: "canceled" },
          { name: "Delivered", value: "delivered" },
          { name: "Expired", value: "expired" },
          { name: "Failed", value: "failed" },
          { name: "Queued", value: "queued" },
          { name: "Received", value: "received" },
          { name: "Sent", value: "sent" },
        ],
      },
    ],
  },
];
