import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import type { Call } from "../operation.ts";
import type { State } from "../state.ts";
import type { FederatedIdentity } from "../user.ts";
import { html, type Page, sendPage } from "./html.ts";

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");
const HANDLER_SCRIPT = read("./google-page.client.js");
const FRAME_SCRIPT = read("./relay-frame.client.js");
const GAPI_SCRIPT = read("./gapi.client.js");

const KNOWN_MAX = 20;

/** The popup of `signInWithPopup`: whoever sits at this machine says who they are. */
export function sendGooglePage(state: State, res: ServerResponse, call: Call): void {
  if (call.query.get("providerId") !== "google.com") {
    sendPage(res, 400, refusalPage("Only Google's sign-in has a stand-in here."));
  } else if (!call.allowsStandIns) {
    const reason = "This server has no Google sign-in for people who reach it from elsewhere.";
    sendPage(res, 403, refusalPage(`${reason} Sign in with your e-mail address.`));
  } else {
    sendPage(res, 200, chooserPage(state.users.identities("google.com", KNOWN_MAX)));
  }
}

/** The hidden frame that the Web SDK opens to hear from the popup. */
export function sendRelayFrame(res: ServerResponse): void {
  sendPage(res, 200, {
    title: "Sign-in relay",
    body: html``,
    script: FRAME_SCRIPT,
    isFrame: true,
    scriptSource: "https://apis.google.com",
  });
}

/** What the SDK needs of Google's `gapi.iframes`, for pages that shall sign in without the Internet. */
export function sendGapi(res: ServerResponse): void {
  res.writeHead(200, {
    "content-type": "text/javascript; charset=utf-8",
    "x-content-type-options": "nosniff",
    "cache-control": "no-cache",
  });
  res.end(GAPI_SCRIPT);
}

function chooserPage(known: FederatedIdentity[]): Page {
  const choices = known.map(
    ({ rawId, email, displayName, photoUrl }) =>
      html`<button type="button" class="plain" data-sub="${rawId}" data-email="${email ?? ""}"
        data-name="${displayName ?? ""}" data-picture="${photoUrl ?? ""}">
        ${displayName ?? "No name"}<br>${email ?? "no address"}</button>`,
  );
  return {
    title: "Stand-in for Google sign-in",
    body: html`<h1>Stand-in for Google sign-in</h1>
      <p class="note">This is not Google. Nobody checks who you are: on this machine you are whoever you say.</p>
      <p id="error" role="alert"></p>
      <div id="known">${choices}</div>
      <form id="identity">
        <label for="email">E-mail address</label>
        <input id="email" type="email" required autocomplete="off">
        <label for="name">Name</label>
        <input id="name" autocomplete="off">
        <button>Sign in as this person</button>
      </form>`,
    script: HANDLER_SCRIPT,
  };
}

function refusalPage(sentence: string): Page {
  const title = "No Google sign-in here";
  return { title, body: html`<h1>${title}</h1><p>${sentence}</p>` };
}
