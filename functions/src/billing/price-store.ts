import type { Firestore } from "firebase-admin/firestore";
import { paths } from "../schema/paths.ts";
import { PriceTable } from "../schema/price-table.ts";
import { readDocument } from "../schema/read.ts";

export async function readPriceTable(db: Firestore): Promise<PriceTable | null> {
  const snapshot = await db.doc(paths.prices()).get();
  return snapshot.exists ? readDocument(PriceTable, snapshot.ref.path, snapshot.data()) : null;
}

export async function writePriceTable(db: Firestore, table: PriceTable): Promise<void> {
  await db.doc(paths.prices()).set(table);
}
