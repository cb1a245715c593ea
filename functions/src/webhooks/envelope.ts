import type { EventType } from "../schema/event.ts";

/** Something that happened, in the words of the API. */
export interface PublicEvent {
  /** The same for the same happening, however often it is published. */
  id: string;
  type: EventType;
  at: Date;
  /** The API's resource. */
  data: object;
}

export interface Envelope {
  id: string;
  type: EventType;
  timestamp: string;
  account_id: string;
  data: object;
}

/** What every receiver gets, and what the samples show. */
export function toEnvelope(accountId: string, { id, type, at, data }: PublicEvent): Envelope {
  return { id, type, timestamp: at.toISOString(), account_id: accountId, data };
}
