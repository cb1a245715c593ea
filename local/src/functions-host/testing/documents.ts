import type { Engine } from "../../firestore/engine.ts";
import type { Fields } from "../../firestore/protocol.ts";

/** Writes to the database as the Admin SDK would, paths short. */
export function createWriter(engine: Engine) {
  const nameOf = (path: string) =>
    `projects/${engine.projectId}/databases/(default)/documents/${path}`;
  return {
    set: (path: string, fields: Fields = {}) =>
      engine.commit({ writes: [{ update: { name: nameOf(path), fields } }] }, { kind: "owner" }),
    delete: (path: string) =>
      engine.commit({ writes: [{ delete: nameOf(path) }] }, { kind: "owner" }),
  };
}

export const number = (value: number) => ({ integerValue: String(value) });
