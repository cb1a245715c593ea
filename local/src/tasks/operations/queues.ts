import type { CloudTasksState } from "../cloud-tasks.ts";
import type { Queue } from "../queue.ts";

export const getQueue = (state: CloudTasksState, name: string) => toWireQueue(state.queue(name));

export const listQueues = (state: CloudTasksState, parent: string) => ({
  queues: state
    .queues()
    .filter(({ config }) => config.name.startsWith(`${parent}/`))
    .map(toWireQueue),
});

export async function setQueuePaused(state: CloudTasksState, name: string, isPaused: boolean) {
  const queue = state.queue(name);
  await state.storage.write(() => state.store.setPaused(name, isPaused));
  queue.setPaused(isPaused);
  return toWireQueue(queue);
}

export async function purgeQueue(state: CloudTasksState, name: string) {
  const queue = state.queue(name);
  await state.storage.write(() => state.store.purge(name, state.clock.now()));
  return toWireQueue(queue);
}

function toWireQueue(queue: Queue) {
  const { name, retryConfig, rateLimits } = queue.config;
  return {
    name,
    rateLimits: { ...rateLimits, maxBurstSize: Math.max(1, rateLimits.maxDispatchesPerSecond / 5) },
    retryConfig: {
      maxAttempts: retryConfig.maxAttempts,
      maxRetryDuration: `${retryConfig.maxRetrySeconds}s`,
      minBackoff: `${retryConfig.minBackoffSeconds}s`,
      maxBackoff: `${retryConfig.maxBackoffSeconds}s`,
      maxDoublings: retryConfig.maxDoublings,
    },
    state: queue.isPaused ? "PAUSED" : "RUNNING",
  };
}
