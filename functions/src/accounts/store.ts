import type { Firestore } from "firebase-admin/firestore";
import { notFound } from "../errors.ts";
import { Account } from "../schema/account.ts";
import { paths } from "../schema/paths.ts";
import { readDocument } from "../schema/read.ts";

export async function createAccount(
  db: Firestore,
  accountId: string,
  account: Account,
): Promise<void> {
  await db.doc(paths.account(accountId)).create(account);
}

export async function readAccount(db: Firestore, accountId: string): Promise<Account> {
  const path = paths.account(accountId);
  const snapshot = await db.doc(path).get();
  if (!snapshot.exists) throw notFound("account");
  return readDocument(Account, path, snapshot.data());
}
