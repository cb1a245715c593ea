import type { CodeRecord } from "../codes.ts";
import { ensure, notImplemented } from "../errors.ts";
import { type Body, flag, text } from "../fields.ts";
import { ensureContinueUrl, issueCode } from "../links.ts";
import { type Answer, type Call, emailIn, isEmail, type Operation } from "../operation.ts";
import type { State } from "../state.ts";
import { countMail } from "../throttle.ts";
import { checkIdToken } from "../tokens.ts";
import type { User } from "../user.ts";

export const sendOobCode: Operation = (state, body, call) => {
  const returnsLink = flag(body, "returnOobLink") ?? false;
  ensure(!returnsLink || call.isOwner, "INSUFFICIENT_PERMISSION");
  if (body.dynamicLinkDomain || body.linkDomain) throw notImplemented("a link domain");
  const continueUrl = text(body, "continueUrl");
  if (continueUrl) ensureContinueUrl(state, call, continueUrl);
  const { email, record } = decide(state, body, call);
  if (!call.isOwner) countMail(state.throttle, email);
  return state.write((): Answer => {
    const answer = { kind: "identitytoolkit#GetOobConfirmationCodeResponse", email };
    if (!record) return answer;
    const mail = issueCode(state, call, { ...record, ...(continueUrl ? { continueUrl } : {}) });
    if (!returnsLink) {
      state.outbox.put(mail);
      return answer;
    }
    state.outbox.remember(mail);
    return { ...answer, oobCode: mail.code, oobLink: mail.link };
  });
};

interface Decision {
  email: string;
  /** Absent when nobody is to be told that there is no such user. */
  record?: CodeRecord;
}

function decide(state: State, body: Body, call: Call): Decision {
  const purpose = text(body, "requestType");
  ensure(purpose && purpose !== "OOB_REQ_TYPE_UNSPECIFIED", "MISSING_REQ_TYPE");
  switch (purpose) {
    case "EMAIL_SIGNIN": {
      const email = requireEmail(body);
      return { email, record: { purpose, email } };
    }
    case "PASSWORD_RESET": {
      const email = requireEmail(body);
      const user = state.users.byEmail(email);
      if (!user && state.settings.hidesEmails && !call.isOwner) return { email };
      ensure(user, "EMAIL_NOT_FOUND");
      return { email, record: { purpose, email, localId: user.localId } };
    }
    case "VERIFY_EMAIL": {
      const { email, localId } = userConcerned(state, body, call);
      return { email, record: { purpose, email, localId } };
    }
    case "VERIFY_AND_CHANGE_EMAIL": {
      const newEmail = emailIn(body, "newEmail");
      ensure(newEmail, "MISSING_NEW_EMAIL");
      ensure(isEmail(newEmail), "INVALID_NEW_EMAIL");
      const { email, localId } = userConcerned(state, body, call);
      ensure(!state.users.byEmail(newEmail), "EMAIL_EXISTS");
      return { email, record: { purpose, email, newEmail, localId } };
    }
    default:
      throw notImplemented(`accounts:sendOobCode for ${purpose}`);
  }
}

function userConcerned(state: State, body: Body, call: Call): User & { email: string } {
  const idToken = text(body, "idToken");
  if (call.isOwner && !idToken) {
    const user = state.users.byEmail(requireEmail(body));
    ensure(user?.email, "USER_NOT_FOUND");
    return { ...user, email: user.email };
  }
  const { user } = checkIdToken(state, idToken);
  ensure(user.email, "MISSING_EMAIL");
  return { ...user, email: user.email };
}

function requireEmail(body: Body): string {
  const email = emailIn(body);
  ensure(email, "MISSING_EMAIL");
  ensure(isEmail(email), "INVALID_EMAIL");
  return email;
}
