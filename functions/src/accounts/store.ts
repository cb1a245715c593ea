import type { Firestore, Transaction } from "firebase-admin/firestore";
import { notFound } from "../errors.ts";
import { Account, Invitation, Member } from "../schema/account.ts";
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

/** In the order of the ids. */
export async function findAccountIds(
  db: Firestore,
  { after, limit }: { after: string | null; limit: number },
): Promise<string[]> {
  let query = db.collection(paths.accounts()).orderBy("__name__").limit(limit).select();
  if (after !== null) query = query.startAfter(db.doc(paths.account(after)));
  return (await query.get()).docs.map((doc) => doc.id);
}

export async function getAccount(
  db: Firestore,
  tx: Transaction,
  accountId: string,
): Promise<Account | null> {
  const snapshot = await tx.get(db.doc(paths.account(accountId)));
  return snapshot.exists ? readDocument(Account, snapshot.ref.path, snapshot.data()) : null;
}

export function setAccount(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  changes: Partial<Account>,
): void {
  tx.set(db.doc(paths.account(accountId)), changes, { merge: true });
}

/** Replaces each field that is given, whole. */
export function updateAccountFields(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  changes: Partial<Account>,
): void {
  tx.update(db.doc(paths.account(accountId)), changes);
}

export async function readMember(
  db: Firestore,
  accountId: string,
  uid: string,
): Promise<Member | null> {
  const snapshot = await db.doc(paths.member(accountId, uid)).get();
  return snapshot.exists ? readDocument(Member, snapshot.ref.path, snapshot.data()) : null;
}

export async function getMembers(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  uids: readonly string[],
): Promise<(Member | null)[]> {
  const snapshots = await tx.getAll(...uids.map((uid) => db.doc(paths.member(accountId, uid))));
  return snapshots.map((snapshot) =>
    snapshot.exists ? readDocument(Member, snapshot.ref.path, snapshot.data()) : null,
  );
}

export function setMember(db: Firestore, tx: Transaction, accountId: string, member: Member): void {
  tx.set(db.doc(paths.member(accountId, member.uid)), member);
}

export function deleteMember(db: Firestore, tx: Transaction, accountId: string, uid: string): void {
  tx.delete(db.doc(paths.member(accountId, uid)));
}

/** The accounts of a person, with the role in each; 100 at most. */
export async function listMemberships(
  db: Firestore,
  uid: string,
): Promise<{ accountId: string; account: Account; member: Member }[]> {
  const members = await db.collectionGroup("members").where("uid", "==", uid).limit(100).get();
  const found = members.docs.flatMap((doc) => {
    const account = doc.ref.parent.parent;
    return account === null ? [] : [{ doc, account }];
  });
  if (found.length === 0) return [];
  const accounts = await db.getAll(...found.map(({ account }) => account));
  return found.map(({ doc, account }, index) => ({
    accountId: account.id,
    account: readDocument(Account, account.path, accounts[index]?.data()),
    member: readDocument(Member, doc.ref.path, doc.data()),
  }));
}

export async function getInvitation(
  db: Firestore,
  tx: Transaction,
  hash: string,
): Promise<Invitation | null> {
  const snapshot = await tx.get(db.doc(paths.invitation(hash)));
  return snapshot.exists ? readDocument(Invitation, snapshot.ref.path, snapshot.data()) : null;
}

export function setInvitation(
  db: Firestore,
  tx: Transaction,
  hash: string,
  invitation: Invitation,
): void {
  tx.set(db.doc(paths.invitation(hash)), invitation);
}

/** The newest 100 of an account, with the hash that each is stored under. */
export async function listInvitations(
  db: Firestore,
  accountId: string,
): Promise<{ hash: string; invitation: Invitation }[]> {
  const snapshot = await db
    .collection(paths.invitations())
    .where("accountId", "==", accountId)
    .orderBy("createdAt", "desc")
    .limit(100)
    .get();
  return snapshot.docs.map((doc) => ({
    hash: doc.id,
    invitation: readDocument(Invitation, doc.ref.path, doc.data()),
  }));
}

export function deleteInvitation(db: Firestore, tx: Transaction, hash: string): void {
  tx.delete(db.doc(paths.invitation(hash)));
}
