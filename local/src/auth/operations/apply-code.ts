import type { CodePurpose, CodeRecord } from "../codes.ts";
import { ensure } from "../errors.ts";
import type { Call } from "../operation.ts";
import type { State } from "../state.ts";
import { revoked, type User } from "../user.ts";
import { tellFormerAddress } from "./update-as-person.ts";

const APPLICABLE: readonly CodePurpose[] = [
  "VERIFY_EMAIL",
  "VERIFY_AND_CHANGE_EMAIL",
  "RECOVER_EMAIL",
];

/** What a link in a mail does by being opened; once. */
export function applyCode(
  state: State,
  code: string,
  call: Call,
): Promise<{ user: User; newEmail?: string }> {
  return state.write(() => {
    const record = state.codes.find(code, state.now(), APPLICABLE);
    const before = state.users.byId(record.localId ?? "");
    ensure(before, "INVALID_OOB_CODE");
    let user = applied(state, record, before);
    if (record.purpose === "VERIFY_AND_CHANGE_EMAIL") {
      user = tellFormerAddress(state, call, before, user);
    }
    state.codes.remove(code);
    state.outbox.forget(code);
    state.users.save(user);
    return { user, ...(record.newEmail ? { newEmail: record.newEmail } : {}) };
  });
}

function applied(state: State, record: CodeRecord, user: User): User {
  const { purpose, email, newEmail } = record;
  if (purpose === "VERIFY_EMAIL") {
    ensure(user.email === email, "INVALID_OOB_CODE");
    return { ...user, emailVerified: true };
  }
  if (purpose === "VERIFY_AND_CHANGE_EMAIL") {
    ensure(user.email === email && newEmail, "INVALID_OOB_CODE");
    ensure(!state.users.byEmail(newEmail), "EMAIL_EXISTS");
    return { ...revoked(user, state.now()), email: newEmail, emailVerified: true };
  }
  const holder = state.users.byEmail(email);
  ensure(!holder || holder.localId === user.localId, "EMAIL_EXISTS");
  return { ...revoked(user, state.now()), email, emailVerified: true };
}
