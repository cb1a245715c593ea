import { CloudTasksClient } from "@google-cloud/tasks";
import { PassThroughClient } from "google-auth-library";
import { serviceAccounts } from "./config.ts";
import type { Tasks } from "./context.ts";

const ALREADY_EXISTS = 6;

export interface CloudTasksOptions {
  projectId: string;
  location: string;
  /** The functions' base address; a queue's tasks go to `{functionsUrl}/{queue}`. */
  functionsUrl: string;
  /** `host:port` of a Cloud Tasks of this machine; null: Google's. */
  emulatorHost: string | null;
}

export function createCloudTasks(options: CloudTasksOptions): Tasks {
  let client: CloudTasksClient | undefined;
  return {
    async enqueue(queue, { id, payload, at }) {
      client ??= connect(options);
      const parent = client.queuePath(options.projectId, options.location, queue);
      try {
        await client.createTask({
          parent,
          task: {
            name: `${parent}/tasks/${id}`,
            ...(at && {
              scheduleTime: {
                seconds: Math.floor(at.getTime() / 1000),
                nanos: (at.getTime() % 1000) * 1e6,
              },
            }),
            httpRequest: {
              httpMethod: "POST",
              url: `${options.functionsUrl}/${queue}`,
              headers: { "Content-Type": "application/json" },
              body: Buffer.from(JSON.stringify({ data: payload })).toString("base64"),
              ...(options.emulatorHost === null && {
                oidcToken: {
                  serviceAccountEmail: `${serviceAccounts.work}${options.projectId}.iam.gserviceaccount.com`,
                },
              }),
            },
          },
        });
      } catch (error) {
        if ((error as { code?: unknown }).code !== ALREADY_EXISTS) throw error;
      }
    },
  };
}

function connect({ projectId, emulatorHost }: CloudTasksOptions): CloudTasksClient {
  if (emulatorHost === null) return new CloudTasksClient({ projectId, fallback: true });
  const { hostname, port } = new URL(`http://${emulatorHost}`);
  return new CloudTasksClient({
    projectId,
    fallback: true,
    apiEndpoint: hostname,
    port: Number(port),
    protocol: "http",
    authClient: new PassThroughClient(),
  });
}
