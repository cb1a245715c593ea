// biome-ignore-all lint/style/useFilenamingConvention: n8n finds the class by the file's name.
import type {
  IDataObject,
  IHookFunctions,
  INodeType,
  INodeTypeDescription,
  IWebhookFunctions,
  IWebhookResponseData,
} from "n8n-workflow";
import { listPhones } from "./list-phones";
import { callHandset } from "./request";
import { isSigned } from "./verify-signature";

const EVENTS = [
  { name: "Balance Low", value: "balance.low" },
  { name: "Message Canceled", value: "message.canceled" },
  { name: "Message Delivered", value: "message.delivered" },
  { name: "Message Expired", value: "message.expired" },
  { name: "Message Failed", value: "message.failed" },
  { name: "Message Queued", value: "message.queued" },
  { name: "Message Received", value: "message.received" },
  { name: "Message Sent", value: "message.sent" },
  { name: "Phone Battery Low", value: "device.low_battery" },
  { name: "Phone Offline", value: "device.offline" },
  { name: "Phone Online", value: "device.online" },
  { name: "Webhook Disabled", value: "webhook.disabled" },
];

interface Subscription extends IDataObject {
  webhookId?: string;
  secret?: string;
}

export class HandsetTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: "Handset Trigger",
    name: "handsetTrigger",
    icon: "file:handset.svg",
    group: ["trigger"],
    version: 1,
    subtitle: '={{$parameter["events"].join(", ")}}',
    description: "Starts when a text comes in, and on other events of your phones",
    defaults: { name: "Handset Trigger" },
    inputs: [],
    outputs: ["main"],
    credentials: [{ name: "handsetApi", required: true }],
    webhooks: [
      { name: "default", httpMethod: "POST", responseMode: "onReceived", path: "webhook" },
    ],
    properties: [
      {
        displayName: "Events",
        name: "events",
        type: "multiOptions",
        options: EVENTS,
        default: ["message.received"],
        required: true,
      },
      {
        displayName: "Phone Name or ID",
        name: "deviceId",
        type: "options",
        typeOptions: { loadOptionsMethod: "listPhones" },
        default: "",
        description: "Only what happens on this phone",
      },
    ],
  };

  methods = { loadOptions: { listPhones } };

  webhookMethods = {
    default: {
      async checkExists(this: IHookFunctions): Promise<boolean> {
        const subscription: Subscription = this.getWorkflowStaticData("node");
        if (subscription.webhookId === undefined) return false;
        try {
          const webhook = await callHandset(this, { path: `/webhooks/${subscription.webhookId}` });
          return webhook.active && webhook.url === this.getNodeWebhookUrl("default");
        } catch {
          return false;
        }
      },

      async create(this: IHookFunctions): Promise<boolean> {
        const deviceId = this.getNodeParameter("deviceId", "") as string;
        const webhook = await callHandset(this, {
          method: "POST",
          path: "/webhooks",
          body: {
            url: this.getNodeWebhookUrl("default"),
            events: this.getNodeParameter("events") as string[],
            device_ids: deviceId === "" ? null : [deviceId],
            description: "n8n",
          },
        });
        const subscription: Subscription = this.getWorkflowStaticData("node");
        subscription.webhookId = webhook.id;
        subscription.secret = webhook.secret;
        return true;
      },

      async delete(this: IHookFunctions): Promise<boolean> {
        const subscription: Subscription = this.getWorkflowStaticData("node");
        const { webhookId } = subscription;
        if (webhookId === undefined) return true;
        delete subscription.webhookId;
        delete subscription.secret;
        try {
          await callHandset(this, { method: "DELETE", path: `/webhooks/${webhookId}` });
        } catch {
          return false;
        }
        return true;
      },
    },
  };

  /** Takes what is signed with the secret of this subscription, and nothing else. */
  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    const { secret }: Subscription = this.getWorkflowStaticData("node");
    const { rawBody } = this.getRequestObject();
    const headers = this.getHeaderData() as Record<string, unknown>;
    if (secret === undefined || !isSigned(headers, rawBody, secret)) {
      this.getResponseObject().status(401).json({ message: "The signature does not fit." });
      return { noWebhookResponse: true };
    }
    return { workflowData: [[{ json: this.getBodyData() }]] };
  }
}
