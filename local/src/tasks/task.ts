/** One task as it is kept. */
export interface StoredTask {
  /** Order of creation. */
  seq: number;
  /** `projects/{p}/locations/{l}/queues/{q}/tasks/{t}` */
  name: string;
  queue: string;
  isNamedByCaller: boolean;
  dueAt: number;
  createdAt: number;
  request: TaskRequest;
  deadlineMs: number;
  dispatchCount: number;
  responseCount: number;
  firstAttemptAt: number | null;
  lastAttempt: TaskAttempt | null;
}

export interface TaskRequest {
  /** Empty when the Admin SDK means the function of the queue's name. */
  url: string;
  method: TaskMethod;
  headers: Record<string, string>;
  /** Base64. */
  body: string;
}

export interface TaskAttempt {
  scheduledAt: number;
  dispatchedAt: number;
  respondedAt: number;
  /** HTTP status; absent when nothing answered. */
  httpStatus?: number;
  reason?: string;
}

/** Index is the enum's number on the wire. */
export const TASK_METHODS = [
  "HTTP_METHOD_UNSPECIFIED",
  "POST",
  "GET",
  "HEAD",
  "PUT",
  "DELETE",
  "PATCH",
  "OPTIONS",
] as const;
export type TaskMethod = Exclude<(typeof TASK_METHODS)[number], "HTTP_METHOD_UNSPECIFIED">;

export type TaskView = "BASIC" | "FULL";

const timestamp = (milliseconds: number) => new Date(milliseconds).toISOString();

/** The task as the API shows it, enums by name. */
export function toWireTask(task: StoredTask, view: TaskView) {
  const { url, method, headers, body } = task.request;
  const last = task.lastAttempt;
  return {
    name: task.name,
    httpRequest: { url, httpMethod: method, headers, ...(view === "FULL" && body && { body }) },
    scheduleTime: timestamp(task.dueAt),
    createTime: timestamp(Math.floor(task.createdAt / 1000) * 1000),
    dispatchDeadline: `${task.deadlineMs / 1000}s`,
    dispatchCount: task.dispatchCount,
    responseCount: task.responseCount,
    ...(task.firstAttemptAt !== null && {
      firstAttempt: { dispatchTime: timestamp(task.firstAttemptAt) },
    }),
    ...(last && {
      lastAttempt: {
        scheduleTime: timestamp(last.scheduledAt),
        dispatchTime: timestamp(last.dispatchedAt),
        responseTime: timestamp(last.respondedAt),
        responseStatus: { code: 2, message: last.reason ?? `HTTP status code ${last.httpStatus}` },
      },
    }),
    view,
  };
}
