import { ensure } from "../errors.ts";
import { text } from "../fields.ts";
import { emailIn, isEmail, type Operation } from "../operation.ts";
import { countPasswordTry, forgivePasswords } from "../throttle.ts";
import { signIn } from "../tokens.ts";

export const signInWithPassword: Operation = async (state, body, call) => {
  const email = emailIn(body);
  const password = text(body, "password");
  ensure(email !== undefined, "MISSING_EMAIL");
  ensure(isEmail(email), "INVALID_EMAIL");
  ensure(password, "MISSING_PASSWORD");
  countPasswordTry(state.throttle, email, call.place);
  const tried = state.users.byEmail(email);
  const isRight = await state.passwords.matches(password, tried?.password);
  if (state.settings.hidesEmails) ensure(tried && isRight, "INVALID_LOGIN_CREDENTIALS");
  ensure(tried, "EMAIL_NOT_FOUND");
  ensure(!tried.disabled, "USER_DISABLED");
  ensure(isRight, "INVALID_PASSWORD");
  forgivePasswords(state.throttle, email);
  return state.write(() => {
    const user = state.users.byId(tried.localId);
    // The password may have changed while it was checked.
    ensure(user?.password?.hash === tried.password?.hash, "INVALID_LOGIN_CREDENTIALS");
    ensure(user && user.email === email, "INVALID_LOGIN_CREDENTIALS");
    ensure(!user.disabled, "USER_DISABLED");
    const tokens = signIn(state, { ...user, lastLoginAtMs: state.now() }, "password");
    return {
      kind: "identitytoolkit#VerifyPasswordResponse",
      registered: true,
      localId: user.localId,
      displayName: user.displayName ?? "",
      email,
      ...tokens,
    };
  });
};
