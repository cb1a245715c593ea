import { pubsub } from "../functions-host/testing/sdk.ts";

/** A trigger that the machine does not emulate. */
export const upload = pubsub.onMessagePublished("topic", () => {});
