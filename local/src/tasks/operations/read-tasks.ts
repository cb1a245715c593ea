import type { CloudTasksState } from "../cloud-tasks.ts";
import { TasksError } from "../errors.ts";
import { parseTaskName } from "../resource-name.ts";
import { type StoredTask, toWireTask } from "../task.ts";
import { readView } from "./read-fields.ts";

const PAGE_SIZE_MAX = 1000;

export function getTask(state: CloudTasksState, name: string, query: URLSearchParams) {
  return toWireTask(requireTask(state, name), readView(query.get("responseView") ?? undefined));
}

export function listTasks(state: CloudTasksState, parent: string, query: URLSearchParams) {
  state.queue(parent);
  const view = readView(query.get("responseView") ?? undefined);
  const asked = Number(query.get("pageSize") ?? 0) || PAGE_SIZE_MAX;
  const pageSize = Math.min(Math.max(1, asked), PAGE_SIZE_MAX);
  const after = Number(query.get("pageToken") || 0);
  if (!Number.isSafeInteger(after)) {
    throw new TasksError("INVALID_ARGUMENT", "The page token is not one that this server gave.");
  }
  const tasks = state.store.list(parent, after, pageSize + 1);
  const page = tasks.slice(0, pageSize);
  const last = page.at(-1);
  return {
    tasks: page.map((task) => toWireTask(task, view)),
    ...(tasks.length > pageSize && last && { nextPageToken: String(last.seq) }),
  };
}

export function requireTask(state: CloudTasksState, name: string): StoredTask {
  state.queue(parseTaskName(name).queue);
  const task = state.store.get(name);
  if (task) return task;
  const isSpent = state.store.isSpent(name, state.clock.now());
  throw new TasksError(
    "NOT_FOUND",
    isSpent
      ? "The task no longer exists, though a task with this name existed recently. The task either successfully completed or was deleted."
      : "Requested entity was not found.",
  );
}
