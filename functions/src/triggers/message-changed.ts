import { onDocumentWritten } from "firebase-functions/firestore";
import { toApiMessage } from "../api/resources.ts";
import { region } from "../config.ts";
import { Message } from "../schema/message.ts";
import { readDocument } from "../schema/read.ts";
import { messageEventId } from "../webhooks/event-ids.ts";
import { messageSteps } from "../webhooks/message-events.ts";
import type { Published } from "../webhooks/publish.ts";
import { getPublisher } from "./publisher.ts";

/** A message reached a status that webhooks may want. */
export const messageChanged = onDocumentWritten(
  {
    document: "accounts/{accountId}/messages/{messageId}",
    region,
    retry: true,
    memory: "256MiB",
    concurrency: 200,
    timeoutSeconds: 60,
  },
  async (event) => {
    const { accountId, messageId } = event.params;
    const before = event.data?.before.data();
    const after = event.data?.after.data();
    await getPublisher()(accountId, messageEvents(messageId, before, after));
  },
);

type Fields = FirebaseFirestore.DocumentData | undefined;

export function messageEvents(messageId: string, before: Fields, after: Fields): Published[] {
  const steps = messageSteps(before?.timeline, after?.timeline);
  if (steps.length === 0) return [];
  const message = readDocument(Message, `messages/${messageId}`, after);
  const data = toApiMessage({ id: messageId, message });
  return steps.map(({ status, type }) => ({
    id: messageEventId(messageId, status),
    type,
    at: message.timeline[status] ?? message.updatedAt,
    data,
    deviceId: message.deviceId,
    orderingKey: message.conversationId,
  }));
}
