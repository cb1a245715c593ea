import { TasksError } from "./errors.ts";

const TASK_ID = /^[A-Za-z0-9_-]{1,500}$/;

export function parseTaskName(name: string): { queue: string; taskId: string } {
  const match = /^(projects\/[^/]+\/locations\/[^/]+\/queues\/[^/]+)\/tasks\/([^/]+)$/.exec(name);
  const [, queue, taskId] = match ?? [];
  if (queue === undefined || taskId === undefined || !TASK_ID.test(taskId)) {
    throw new TasksError(
      "INVALID_ARGUMENT",
      'Task name must be formatted: "projects/PROJECT_ID/locations/LOCATION_ID/queues/QUEUE_ID/tasks/TASK_ID"; TASK_ID holds letters, numbers, hyphens and underscores, at most 500.',
    );
  }
  return { queue, taskId };
}

export const queueName = (projectId: string, region: string, functionName: string) =>
  `projects/${projectId}/locations/${region}/queues/${functionName}`;

export const lastSegment = (name: string) => name.slice(name.lastIndexOf("/") + 1);
