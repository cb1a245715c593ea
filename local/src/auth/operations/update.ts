import { ensure } from "../errors.ts";
import { text } from "../fields.ts";
import type { Answer, Operation } from "../operation.ts";
import { providerUserInfo, type User, wireUser } from "../user.ts";
import { applyCode } from "./apply-code.ts";
import { updateAsOwner } from "./update-as-owner.ts";
import { updateAsPerson } from "./update-as-person.ts";

export const update: Operation = async (state, body, call) => {
  if (call.isOwner) return updateAnswer(await updateAsOwner(state, body));
  const code = text(body, "oobCode");
  if (code)
    return applyCode(state, code, call).then(({ user, ...more }) => updateAnswer(user, more));
  ensure(text(body, "idToken"), "INVALID_REQ_TYPE : Unsupported request parameters.");
  const { user, tokens } = await updateAsPerson(state, body, call);
  return updateAnswer(user, tokens);
};

function updateAnswer(user: User, more: object = {}): Answer {
  return {
    kind: "identitytoolkit#SetAccountInfoResponse",
    localId: user.localId,
    email: user.email,
    emailVerified: user.emailVerified,
    displayName: user.displayName,
    photoUrl: user.photoUrl,
    providerUserInfo: providerUserInfo(user),
    passwordHash: wireUser(user).passwordHash,
    ...more,
  };
}
