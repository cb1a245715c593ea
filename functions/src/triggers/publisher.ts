import { getServices } from "../services.ts";
import { createEventPublisher, type PublishEvents } from "../webhooks/publish.ts";

let publisher: PublishEvents | undefined;

/** The one of this instance, so that triggers that run together share their reads. */
export function getPublisher(): PublishEvents {
  publisher ??= createEventPublisher(getServices());
  return publisher;
}
