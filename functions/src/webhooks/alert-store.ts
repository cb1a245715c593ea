import type { Firestore, Transaction } from "firebase-admin/firestore";
import type { Alert } from "../schema/alert.ts";
import { paths } from "../schema/paths.ts";

export function createAlert(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  alertId: string,
  alert: Alert,
): void {
  tx.create(db.doc(paths.alert(accountId, alertId)), alert);
}
