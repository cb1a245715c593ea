export const MESSAGE_STATES = [
  "Pending",
  "Cancelling",
  "Cancelled",
  "Processed",
  "Sent",
  "Delivered",
  "Failed",
] as const;

export type MessageState = (typeof MESSAGE_STATES)[number];

/** The state of a message whose recipients stand as given (device-protocol.md, 7.2). */
export function stateOfRecipients(states: readonly MessageState[]): MessageState {
  for (const state of ["Pending", "Cancelling", "Cancelled", "Processed"] as const) {
    if (states.includes(state)) return state;
  }
  if (states.every((state) => state === "Failed")) return "Failed";
  if (states.every((state) => state === "Delivered")) return "Delivered";
  return "Sent";
}
