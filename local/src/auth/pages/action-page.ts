import type { ServerResponse } from "node:http";
import type { CodeRecord } from "../codes.ts";
import { AuthError, ensure } from "../errors.ts";
import { type Body, text } from "../fields.ts";
import { MODES } from "../links.ts";
import type { Call } from "../operation.ts";
import { applyCode } from "../operations/apply-code.ts";
import { resetPassword } from "../operations/reset-password.ts";
import { PASSWORD_LENGTH_MIN } from "../passwords.ts";
import type { State } from "../state.ts";
import { sendJson } from "../wire.ts";
import { type Html, html, sendPage } from "./html.ts";

export interface ActionRequest {
  method: string;
  /** A browser asks; for a program a GET is enough and the answer is JSON, as from the Auth emulator. */
  wantsPage: boolean;
  body: Body;
  call: Call;
}

interface Action {
  code: string;
  record: CodeRecord;
}

/** Where the links in mails lead. To open one in a browser changes nothing: mail scanners open them too. */
export async function answerAction(
  state: State,
  res: ServerResponse,
  request: ActionRequest,
): Promise<void> {
  try {
    const action = findAction(state, request);
    if (action.record.purpose === "EMAIL_SIGNIN") redirectToSignIn(res, action, request);
    else if (request.method === "POST" || !request.wantsPage)
      await perform(state, res, action, request);
    else sendPage(res, 200, askPage(action));
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    if (!request.wantsPage) throw error;
    sendPage(res, error.httpStatus, errorPage(error));
  }
}

function findAction(state: State, { body, call }: ActionRequest): Action {
  const code = text(body, "oobCode") ?? call.query.get("oobCode");
  const mode = text(body, "mode") ?? call.query.get("mode");
  ensure(code, "MISSING_OOB_CODE");
  const record = state.codes.find(code, state.now());
  ensure(MODES[record.purpose] === mode, "INVALID_OOB_CODE");
  return { code, record };
}

/** To the page that was named when the link was made, whatever the link says now. */
function redirectToSignIn(res: ServerResponse, { record }: Action, { call }: ActionRequest): void {
  ensure(record.continueUrl, "MISSING_CONTINUE_URI");
  const target = new URL(record.continueUrl);
  for (const [name, value] of call.query) {
    if (name !== "continueUrl") target.searchParams.set(name, value);
  }
  res.writeHead(303, {
    location: target.href,
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "content-length": "0",
  });
  res.end();
}

async function perform(
  state: State,
  res: ServerResponse,
  { code, record }: Action,
  request: ActionRequest,
): Promise<void> {
  if (record.purpose === "PASSWORD_RESET") {
    const newPassword = text(request.body, "newPassword");
    ensure(newPassword, "MISSING_PASSWORD : ((POST newPassword to this address.))");
    await resetPassword(state, { oobCode: code, newPassword }, request.call);
  } else await applyCode(state, code, request.call);
  const [title, sentence] = doneWords(record);
  if (!request.wantsPage) {
    sendJson(res, 200, {
      authEmulator: { success: sentence, email: record.newEmail ?? record.email },
    });
    return;
  }
  const onward = record.continueUrl
    ? html`<p><a href="${record.continueUrl}">Continue</a></p>`
    : html`<p>You can close this page and sign in.</p>`;
  sendPage(res, 200, { title, body: html`<h1>${title}</h1><p>${sentence}</p>${onward}` });
}

function askPage(action: Action): { title: string; body: Html } {
  const { email, newEmail, purpose } = action.record;
  switch (purpose) {
    case "PASSWORD_RESET":
      return form(action, "Choose a new password", "Save password", [
        html`<p>For ${email}.</p>`,
        html`<label for="new-password">New password</label>`,
        html`<input id="new-password" name="newPassword" type="password" required autofocus
          minlength="${String(PASSWORD_LENGTH_MIN)}" autocomplete="new-password">`,
      ]);
    case "VERIFY_EMAIL":
      return form(action, "Confirm your e-mail address", "Confirm", [html`<p>${email}</p>`]);
    case "VERIFY_AND_CHANGE_EMAIL":
      return form(action, "Confirm your new e-mail address", "Confirm", [
        html`<p>You will sign in as ${newEmail ?? ""} instead of ${email}.</p>`,
      ]);
    default:
      return form(action, "Take your account back", "Change it back", [
        html`<p>Your account will belong to ${email} again, and everybody is signed out of it.</p>`,
      ]);
  }
}

function form({ code, record }: Action, title: string, button: string, fields: Html[]) {
  const body = html`<h1>${title}</h1><form method="post" action="/emulator/action">
    <input type="hidden" name="mode" value="${MODES[record.purpose]}">
    <input type="hidden" name="oobCode" value="${code}">
    ${fields}<button>${button}</button></form>`;
  return { title, body };
}

function doneWords({ purpose, email, newEmail }: CodeRecord): [title: string, sentence: string] {
  switch (purpose) {
    case "PASSWORD_RESET":
      return ["Password saved", "Your new password counts from now on."];
    case "VERIFY_EMAIL":
      return ["Address confirmed", `${email} is confirmed.`];
    case "VERIFY_AND_CHANGE_EMAIL":
      return ["Address changed", `You sign in as ${newEmail ?? ""} from now on.`];
    default:
      return ["Account taken back", `Your account belongs to ${email} again. Set a new password.`];
  }
}

function errorPage(error: AuthError): { title: string; body: Html } {
  const isStale = error.code === "INVALID_OOB_CODE" || error.code === "EXPIRED_OOB_CODE";
  const title = isStale ? "This link is no longer good" : "That did not work";
  const sentence = isStale
    ? "It was used already, has run out, or was cut short. Ask for a new one."
    : (ERROR_SENTENCES[error.code] ?? "Go back and try again.");
  return { title, body: html`<h1>${title}</h1><p>${sentence}</p>` };
}

const ERROR_SENTENCES: Record<string, string> = {
  WEAK_PASSWORD: `Choose a password of at least ${PASSWORD_LENGTH_MIN} characters. Go back and try again.`,
  EMAIL_EXISTS: "Another account has this address now.",
  MISSING_CONTINUE_URI: "The link does not say which page to sign in to.",
};
