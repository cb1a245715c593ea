import type { DocumentName, Timestamp } from "../../protocol.ts";
import type { ListenResponse } from "../messages.ts";
import type { ViewChange } from "./view.ts";

export interface Announcement {
  targetId: number;
  change: ViewChange;
}

/** One message for a document, whichever of the stream's targets it concerns. */
export function announce(announcements: Announcement[], readTime: Timestamp): ListenResponse[] {
  const byName = new Map<DocumentName, Announcement[]>();
  for (const announcement of announcements) {
    const others = byName.get(announcement.change.name);
    if (others === undefined) byName.set(announcement.change.name, [announcement]);
    else others.push(announcement);
  }
  return [...byName].map(([name, concerned]) => announceDocument(name, concerned, readTime));
}

function announceDocument(
  name: DocumentName,
  concerned: Announcement[],
  readTime: Timestamp,
): ListenResponse {
  const removedTargetIds = concerned
    .filter(({ change }) => change.shown === null)
    .map(({ targetId }) => targetId);
  const showing = concerned.flatMap(({ targetId, change }) =>
    change.shown === null ? [] : [{ targetId, document: change.shown }],
  );
  const first = showing[0];
  if (first !== undefined) {
    const targetIds = showing.map(({ targetId }) => targetId);
    return {
      documentChange: {
        document: first.document,
        targetIds,
        ...(removedTargetIds.length > 0 && { removedTargetIds }),
      },
    };
  }
  const leaving = { document: name, readTime, removedTargetIds };
  const isDeleted = concerned.some(({ change }) => change.shown === null && change.isDeleted);
  return isDeleted ? { documentDelete: leaving } : { documentRemove: leaving };
}
