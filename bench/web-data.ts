import type { Firestore } from "firebase-admin/firestore";
import { createDevice, createMessage } from "../functions/testing/factories.ts";

export interface WebData {
  conversationCount: number;
  /** Of the first conversation. */
  threadLength: number;
}

const MINUTE_MS = 60_000;
const TEXTS = ["Are you open today?", "Until six.", "Thank you! 👍", "Your order is ready."];

/** An account that has been used for a while: written as the functions would have left it. */
export async function fillAccount(
  db: Firestore,
  accountId: string,
  { conversationCount, threadLength }: WebData,
): Promise<void> {
  const at = db.doc(`accounts/${accountId}`);
  const writer = db.bulkWriter();
  const now = Date.now();
  void writer.set(at.collection("devices").doc("dev_1"), createDevice({ lastSeenAt: new Date() }));
  for (let c = 0; c < conversationCount; c++) {
    const contact = `+1202555${String(1000 + c)}`;
    const last = new Date(now - c * 11 * MINUTE_MS);
    const length = c === 0 ? threadLength : 2;
    for (let m = 0; m < length; m++) {
      const isOut = m % 2 === 0;
      const createdAt = new Date(last.getTime() - m * 7 * MINUTE_MS);
      const status = isOut ? "delivered" : "received";
      const message = createMessage({
        ...{ status, createdAt, updatedAt: createdAt, conversationId: `cnv_${c}`, queuedFor: null },
        direction: isOut ? "outbound" : "inbound",
        to: isOut ? contact : null,
        from: isOut ? "+15550000001" : contact,
        body: `${TEXTS[m % TEXTS.length]} (${m})`,
        timeline: { [status]: createdAt },
        price: isOut ? 30_000 : 0,
      });
      void writer.set(at.collection("messages").doc(`msg_${c}_${m}`), message);
    }
    void writer.set(at.collection("conversations").doc(`cnv_${c}`), {
      ...{ contact, contactName: null, deviceId: "dev_1", simSlot: 1 },
      lastMessage: {
        ...{ id: `msg_${c}_0`, direction: "outbound", status: "delivered" },
        ...{ preview: TEXTS[0], at: last },
      },
      ...{ unreadCount: c % 5 === 1 ? 2 : 0, isArchived: false, assigneeId: null, updatedAt: last },
    });
  }
  await writer.close();
}
