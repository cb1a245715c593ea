import type { CloudTasksState } from "../cloud-tasks.ts";
import { NAME_SPENT_MS } from "../queue.ts";
import { toWireTask } from "../task.ts";
import { type Json, readFields, readView } from "./read-fields.ts";
import { requireTask } from "./read-tasks.ts";

/** An attempt that runs goes on; there is no other after it. */
export async function deleteTask(state: CloudTasksState, name: string) {
  await state.storage.write(() => {
    requireTask(state, name);
    state.store.remove(name, state.clock.now() + NAME_SPENT_MS);
  });
  return {};
}

/** Makes a waiting task due now, whatever its schedule. */
export async function runTask(state: CloudTasksState, name: string, body: Json) {
  const view = readView(readFields(body, "request", ["name", "responseView"]).responseView);
  const moved = await state.storage.write(() => {
    const task = requireTask(state, name);
    const dueAt = state.queue(task.queue).behindCursor(state.clock.now());
    state.store.moveTo(name, dueAt);
    return { ...task, dueAt };
  });
  state.queue(moved.queue).pump();
  return toWireTask(moved, view);
}
