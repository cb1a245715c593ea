import type { Operation } from "../operation.ts";

/** The emulator's own call, for tests: every user goes. */
export const deleteAll: Operation = (state) =>
  state.write(() => {
    state.users.removeAll();
    return {};
  });
