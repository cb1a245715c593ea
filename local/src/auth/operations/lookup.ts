import { ensure, notImplemented } from "../errors.ts";
import { objects, text, texts } from "../fields.ts";
import type { Operation } from "../operation.ts";
import { checkIdToken } from "../tokens.ts";
import { type User, wireUser } from "../user.ts";

/** As many as the Admin SDK asks for at once. */
const IDENTIFIERS_MAX = 100;

export const lookup: Operation = (state, body, call) => {
  if (!call.isOwner) {
    return answer([checkIdToken(state, text(body, "idToken")).user]);
  }
  if (body.initialEmail) throw notImplemented("accounts:lookup by initialEmail");
  const localIds = texts(body, "localId");
  const emails = texts(body, "email");
  const phoneNumbers = texts(body, "phoneNumber");
  const federated = objects(body, "federatedUserId");
  const count = localIds.length + emails.length + phoneNumbers.length + federated.length;
  ensure(
    count <= IDENTIFIERS_MAX,
    `INVALID_ARGUMENT : ((At most ${IDENTIFIERS_MAX} identifiers.))`,
  );
  const { users } = state;
  return answer([
    ...localIds.map((id) => users.byId(id)),
    ...emails.map((email) => users.byEmail(email.toLowerCase())),
    ...phoneNumbers.map((number) => users.byPhone(number)),
    ...federated.map((id) =>
      users.byIdentity(text(id, "providerId") ?? "", text(id, "rawId") ?? ""),
    ),
  ]);
};

function answer(found: (User | undefined)[]): Record<string, unknown> {
  const byId = new Map(found.flatMap((user) => (user ? [[user.localId, user] as const] : [])));
  const users = [...byId.values()].map(wireUser);
  return { kind: "identitytoolkit#GetAccountInfoResponse", ...(users.length > 0 ? { users } : {}) };
}
