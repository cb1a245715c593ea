import type { Document, DocumentName, Timestamp } from "../../protocol.ts";
import type { ListenResponse } from "../messages.ts";
import type { ViewChange } from "./view.ts";

export interface Announcement {
  targetId: number;
  change: ViewChange;
}

/** One message for a document, whichever of the stream's targets it concerns; another where a projection differs. */
export function announce(announcements: Announcement[], readTime: Timestamp): ListenResponse[] {
  const byName = new Map<DocumentName, Announcement[]>();
  for (const announcement of announcements) {
    const others = byName.get(announcement.change.name);
    if (others === undefined) byName.set(announcement.change.name, [announcement]);
    else others.push(announcement);
  }
  return [...byName].flatMap(([name, concerned]) => announceDocument(name, concerned, readTime));
}

function announceDocument(
  name: DocumentName,
  concerned: Announcement[],
  readTime: Timestamp,
): ListenResponse[] {
  const showing = new Map<Document, number[]>();
  const removedTargetIds: number[] = [];
  let isDeleted = false;
  for (const { targetId, change } of concerned) {
    if (change.shown === null) {
      removedTargetIds.push(targetId);
      isDeleted ||= change.isDeleted;
    } else {
      const targetIds = showing.get(change.shown);
      if (targetIds === undefined) showing.set(change.shown, [targetId]);
      else targetIds.push(targetId);
    }
  }
  if (showing.size === 0) {
    const leaving = { document: name, readTime, removedTargetIds };
    return [isDeleted ? { documentDelete: leaving } : { documentRemove: leaving }];
  }
  return [...showing].map(([document, targetIds], index) => ({
    documentChange: {
      document,
      targetIds,
      ...(index === 0 && removedTargetIds.length > 0 && { removedTargetIds }),
    },
  }));
}
