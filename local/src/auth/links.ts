import type { CodePurpose, CodeRecord } from "./codes.ts";
import { isLoopback } from "./door.ts";
import { ensure } from "./errors.ts";
import type { Call } from "./operation.ts";
import type { AuthMail } from "./outbox.ts";
import type { State } from "./state.ts";

export const MODES: Record<CodePurpose, string> = {
  PASSWORD_RESET: "resetPassword",
  VERIFY_EMAIL: "verifyEmail",
  EMAIL_SIGNIN: "signIn",
  VERIFY_AND_CHANGE_EMAIL: "verifyAndChangeEmail",
  RECOVER_EMAIL: "recoverEmail",
};

/** Makes the code and the link that carries it. For jobs of `write` only. */
export function issueCode(state: State, call: Call, record: CodeRecord): AuthMail {
  const code = state.codes.add(record, state.now());
  const link = new URL("/emulator/action", call.origin);
  link.searchParams.set("mode", MODES[record.purpose]);
  link.searchParams.set("lang", "en");
  link.searchParams.set("oobCode", code);
  link.searchParams.set("apiKey", call.query.get("key") ?? "local");
  if (record.continueUrl) link.searchParams.set("continueUrl", record.continueUrl);
  return {
    purpose: record.purpose,
    to: record.email,
    ...(record.newEmail ? { newEmail: record.newEmail } : {}),
    link: link.href,
    code,
  };
}

/** A link carries a code to where it leads: for whoever asks without being the owner, only to pages of this server's own. */
export function ensureContinueUrl(state: State, call: Call, continueUrl: string): void {
  const url = URL.parse(continueUrl);
  ensure(
    url && /^https?:$/u.test(url.protocol),
    "INVALID_CONTINUE_URI : ((expected an absolute URI with valid scheme and host))",
  );
  const ours = URL.parse(state.publicUrl ?? "")?.hostname;
  ensure(
    call.isOwner ||
      isLoopback(url.hostname) ||
      url.hostname === ours ||
      state.authorizedDomains.includes(url.hostname),
    "UNAUTHORIZED_DOMAIN : Domain not allowlisted by project ((it is neither loopback, nor the public URL's, nor one of the authorized domains))",
  );
}
