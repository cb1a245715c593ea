import type { CodePurpose } from "../codes.ts";
import { ensure } from "../errors.ts";
import { text } from "../fields.ts";
import type { Operation } from "../operation.ts";
import { ensurePasswordStrength } from "../passwords.ts";
import { forgivePasswords } from "../throttle.ts";
import { withPassword } from "./sign-up.ts";

const RESET: readonly CodePurpose[] = ["PASSWORD_RESET"];

/** Without a new password it only tells what a code is for. */
export const resetPassword: Operation = async (state, body) => {
  const code = text(body, "oobCode");
  const newPassword = text(body, "newPassword");
  ensure(code, "MISSING_OOB_CODE");
  if (!newPassword) {
    const { purpose, email, newEmail } = state.codes.find(code, state.now());
    return {
      kind: "identitytoolkit#ResetPasswordResponse",
      requestType: purpose,
      ...(purpose === "EMAIL_SIGNIN" ? {} : { email }),
      newEmail,
    };
  }
  state.codes.find(code, state.now(), RESET);
  ensurePasswordStrength(newPassword);
  const hash = await state.passwords.hash(newPassword);
  return state.write(() => {
    const { localId, email } = state.codes.find(code, state.now(), RESET);
    const user = state.users.byId(localId ?? "");
    ensure(user && user.email === email, "INVALID_OOB_CODE");
    state.codes.removeAll(email, "PASSWORD_RESET");
    state.outbox.forget(code);
    // Whoever linked an identity before the address was proved may not be its holder.
    const identities = user.emailVerified ? user.identities : [];
    const changed = withPassword(user, hash, state.now());
    state.users.save({ ...changed, identities, emailVerified: true });
    forgivePasswords(state.throttle, email);
    return {
      kind: "identitytoolkit#ResetPasswordResponse",
      requestType: "PASSWORD_RESET",
      email,
    };
  });
};
