import type { Conversation } from "@handset/functions/schema/conversation.ts";
import type { Message } from "@handset/functions/schema/message.ts";
import type { Doc } from "../../database.ts";

export const digitsOf = (text: string): string =>
  /^[\d\s()+./-]+$/u.test(text) ? text.replace(/\D/gu, "").replace(/^00/u, "") : "";

/** By name, by a part of the number, or by the newest text. */
export function matchConversations(docs: readonly Doc<Conversation>[], search: string) {
  const wanted = fold(search);
  const digits = digitsOf(search);
  return docs.filter(
    ({ data }) =>
      fold(data.contactName ?? "").includes(wanted) ||
      fold(data.contact).includes(wanted) ||
      (digits !== "" && data.contact.includes(digits)) ||
      fold(data.lastMessage.preview).includes(wanted),
  );
}

export function matchMessages(docs: readonly Doc<Message>[], search: string) {
  const wanted = fold(search);
  return docs.filter(({ data }) => fold(data.body).includes(wanted));
}

/** Upper and lower case, accents and forms of the same letter are alike. */
function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();
}
