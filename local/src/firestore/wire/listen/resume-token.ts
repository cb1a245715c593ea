import type { CommitEvent, Engine } from "../../engine.ts";
import type { Timestamp } from "../../protocol.ts";

/** A moment in the database's life. The commit's time tells this database from one that was wiped and grew again. */
export interface Moment {
  version: number;
  commitTime: Timestamp;
}

export function encodeResumeToken(moment: Moment): string {
  return Buffer.from(`${moment.version}@${moment.commitTime}`).toString("base64");
}

/** What was committed after the token was given; null when that is no longer, or never was, known here. */
export function commitsSinceToken(engine: Engine, token: string): CommitEvent[] | null {
  const match = /^(\d{1,15})@(.+)$/.exec(Buffer.from(token, "base64").toString());
  const version = Number(match?.[1]);
  if (match === null || version < 1 || version > engine.version) return null;
  const [own, ...later] = engine.commitsSince(version - 1) ?? [];
  return own?.version === version && own.commitTime === match[2] ? later : null;
}

export function lastMoment(engine: Engine): Moment {
  const { version } = engine;
  const own = version > 0 ? engine.commitsSince(version - 1)?.[0] : undefined;
  return { version, commitTime: own?.commitTime ?? "" };
}
