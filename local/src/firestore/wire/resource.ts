import { FirestoreError } from "../errors.ts";

const DATABASE = /^projects\/([^/]+)\/databases\/([^/]+)(?:\/documents(?:\/.*)?)?$/;

/** Refuses a name that lies outside the one database that this server holds. */
export function checkDatabase(projectId: string, resource: string): void {
  const match = DATABASE.exec(resource);
  if (match === null) {
    throw new FirestoreError("INVALID_ARGUMENT", `Invalid resource name "${resource}".`);
  }
  if (match[1] !== projectId || match[2] !== "(default)") {
    throw new FirestoreError(
      "NOT_FOUND",
      `((This server holds projects/${projectId}/databases/(default), not projects/${match[1]}/databases/${match[2]}.))`,
    );
  }
}
