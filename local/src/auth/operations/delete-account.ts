import { ensure } from "../errors.ts";
import { flag, text, texts } from "../fields.ts";
import type { Operation } from "../operation.ts";
import { checkIdToken, ensureRecentSignIn } from "../tokens.ts";

export const deleteAccount: Operation = (state, body, call) =>
  state.write(() => {
    if (call.isOwner) {
      const localId = text(body, "localId");
      ensure(localId, "MISSING_LOCAL_ID");
      ensure(state.users.byId(localId), "USER_NOT_FOUND");
      state.users.remove(localId);
    } else {
      const token = checkIdToken(state, text(body, "idToken"));
      ensureRecentSignIn(state, token);
      state.users.remove(token.user.localId);
    }
    return { kind: "identitytoolkit#DeleteAccountResponse" };
  });

const BATCH_MAX = 1000;

export const batchDelete: Operation = (state, body) => {
  const localIds = texts(body, "localIds");
  const isForced = flag(body, "force") ?? false;
  ensure(localIds.length >= 1 && localIds.length <= BATCH_MAX, "LOCAL_ID_LIST_EXCEEDS_LIMIT");
  return state.write(() => {
    const errors = localIds.flatMap((localId, index) => {
      const user = state.users.byId(localId);
      if (!user) return [];
      if (!user.disabled && !isForced) {
        const message = "NOT_DISABLED : Disable the account before batch deletion.";
        return [{ index, localId, message }];
      }
      state.users.remove(localId);
      return [];
    });
    return errors.length > 0 ? { errors } : {};
  });
};
