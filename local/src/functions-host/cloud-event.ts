import type { OutboxSource } from "../firestore/engine.ts";
import type { Document, DocumentChange } from "../firestore/protocol.ts";
import type { FirestoreFunction } from "./discover.ts";

/** A Firestore event as Eventarc hands it to a 2nd gen function. */
export interface CloudEvent {
  specversion: "1.0";
  id: string;
  type: string;
  source: string;
  subject: string;
  time: string;
  datacontenttype: "application/json";
  location: string;
  project: string;
  database: string;
  namespace: "(default)";
  /** Path in the database: `users/u1`. */
  document: string;
  data: { value?: Document; oldValue?: Document };
}

/** One event for one function: what waits in the outbox. */
export interface PendingEvent {
  function: string;
  event: CloudEvent;
}

/** The events that a change gives rise to: one for each function that listens for it. */
export function eventsOf(
  functions: FirestoreFunction[],
  change: DocumentChange,
  source: OutboxSource,
): PendingEvent[] {
  const kind = kindOf(change);
  const place = parseName(change.name);
  if (!kind || !place) return [];
  return functions
    .filter(
      (target) =>
        (target.change === "written" || target.change === kind) &&
        target.database === place.database &&
        target.pattern.matches(place.document),
    )
    .map((target) => ({ function: target.name, event: toEvent(target, place, change, source) }));
}

function kindOf({ before, after }: DocumentChange): FirestoreFunction["change"] | null {
  if (before && after) return before.updateTime === after.updateTime ? null : "updated";
  if (after) return "created";
  return before ? "deleted" : null;
}

interface Place {
  project: string;
  database: string;
  document: string;
}

function parseName(name: string): Place | null {
  const [, project, database, document] =
    /^projects\/([^/]+)\/databases\/([^/]+)\/documents\/(.+)$/.exec(name) ?? [];
  return project && database && document ? { project, database, document } : null;
}

function toEvent(
  target: FirestoreFunction,
  place: Place,
  { before, after }: DocumentChange,
  { version, index, commitTime }: OutboxSource,
): CloudEvent {
  return {
    specversion: "1.0",
    id: `${version}-${index}-${target.name}`,
    type: target.eventType,
    source: `//firestore.googleapis.com/projects/${place.project}/databases/${place.database}`,
    subject: `documents/${place.document}`,
    time: commitTime,
    datacontenttype: "application/json",
    location: target.region,
    ...place,
    namespace: "(default)",
    data: { ...(after && { value: after }), ...(before && { oldValue: before }) },
  };
}
