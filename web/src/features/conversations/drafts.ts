const drafts = new Map<string, string>();

/** What was begun in a conversation, kept while others are looked at. */
export const readDraft = (conversationId: string): string => drafts.get(conversationId) ?? "";

export function keepDraft(conversationId: string, text: string): void {
  if (text) drafts.set(conversationId, text);
  else drafts.delete(conversationId);
}
