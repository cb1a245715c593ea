import { expect, test } from "vitest";
import { type MessageState, stateOfRecipients } from "./message-state.ts";

test.each<[MessageState[], MessageState]>([
  [["Delivered", "Pending"], "Pending"],
  [["Cancelled", "Cancelling"], "Cancelling"],
  [["Cancelled", "Processed"], "Cancelled"],
  [["Processed", "Failed"], "Processed"],
  [["Failed", "Failed"], "Failed"],
  [["Delivered", "Delivered"], "Delivered"],
  [["Delivered", "Failed"], "Sent"],
  [["Sent", "Delivered"], "Sent"],
])("a message whose recipients are %j is %s", (states, expected) => {
  expect(stateOfRecipients(states)).toBe(expected);
});
