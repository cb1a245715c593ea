// biome-ignore-all lint/style/useFilenamingConvention: n8n finds the class by the file's name.
import type {
  IDataObject,
  IExecuteFunctions,
  INodeExecutionData,
  INodeType,
  INodeTypeDescription,
} from "n8n-workflow";
import { listPhones } from "./list-phones";
import { properties } from "./properties";
import { callHandset } from "./request";

export class Handset implements INodeType {
  description: INodeTypeDescription = {
    displayName: "Handset",
    name: "handset",
    icon: "file:handset.svg",
    group: ["output"],
    version: 1,
    subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
    description: "Send texts through your own phones",
    defaults: { name: "Handset" },
    inputs: ["main"],
    outputs: ["main"],
    usableAsTool: true,
    credentials: [{ name: "handsetApi", required: true }],
    properties,
  };

  methods = { loadOptions: { listPhones } };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    const results: INodeExecutionData[] = [];
    for (const index of this.getInputData().keys()) {
      try {
        const found = await runOperation(this, index);
        const items = Array.isArray(found) ? found : [found];
        results.push(...items.map((json) => ({ json, pairedItem: { item: index } })));
      } catch (error) {
        if (!this.continueOnFail()) throw error;
        const message = error instanceof Error ? error.message : String(error);
        results.push({ json: { error: message }, pairedItem: { item: index } });
      }
    }
    return [results];
  }
}

async function runOperation(
  node: IExecuteFunctions,
  index: number,
): Promise<IDataObject | IDataObject[]> {
  const parameter = (name: string) => node.getNodeParameter(name, index) as string;
  const operation = `${parameter("resource")}.${parameter("operation")}`;
  switch (operation) {
    case "message.send":
      return sendMessage(node, index);
    case "message.get":
      return callHandset(node, { path: `/messages/${encodeURIComponent(parameter("messageId"))}` });
    case "message.cancel":
      return callHandset(node, {
        method: "POST",
        path: `/messages/${encodeURIComponent(parameter("messageId"))}/cancel`,
      });
    case "message.getMany": {
      const filters = node.getNodeParameter("filters", index, {}) as IDataObject;
      const query = {
        ...filters,
        limit: parameter("limit"),
        device_id: node.getNodeParameter("deviceId", index, ""),
      } as IDataObject;
      return (await callHandset(node, { path: "/messages", query })).data;
    }
    case "phone.getMany":
      return (await callHandset(node, { path: "/devices" })).data;
    default:
      throw new Error(`There is no operation ${operation}.`);
  }
}

function sendMessage(node: IExecuteFunctions, index: number): Promise<IDataObject> {
  const more = node.getNodeParameter("additionalFields", index, {}) as {
    idempotencyKey?: string;
    priority?: number;
    sendAt?: string;
    simSlot?: number;
  };
  return callHandset(node, {
    method: "POST",
    path: "/send",
    headers: { "Idempotency-Key": more.idempotencyKey },
    body: {
      to: node.getNodeParameter("to", index),
      message: node.getNodeParameter("message", index),
      device_id: node.getNodeParameter("deviceId", index, ""),
      sim_slot: more.simSlot,
      priority: more.priority,
      send_at: more.sendAt ? new Date(more.sendAt).toISOString() : undefined,
    } as IDataObject,
  });
}
