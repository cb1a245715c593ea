import type { Context } from "../context.ts";
import { readTogether } from "../document-store.ts";
import { paths } from "../schema/paths.ts";

/** Which of the ids name no phone of the account. */
export async function findUnknownDevices(
  { db, accountId }: Pick<Context, "db" | "accountId">,
  deviceIds: readonly string[],
): Promise<string[]> {
  const distinct = [...new Set(deviceIds)];
  const refs = distinct.map((id) => db.doc(paths.device(accountId, id)));
  const snapshots = await readTogether(db, refs);
  return distinct.filter((_, index) => !snapshots[index]?.exists);
}
