import { PROJECT } from "../testing.ts";
import type { Cases, Side } from "./sides.ts";

const TOOLKIT = "/identitytoolkit.googleapis.com/v1";
const OWNER = { authorization: "Bearer owner" };

async function ask(side: Side, path: string, body?: string, headers: Record<string, string> = {}) {
  const response = await fetch(side.url + path, {
    method: body === undefined ? "GET" : "POST",
    headers: { "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const { error } = await response.json();
  return {
    status: response.status,
    code: error?.code,
    message: error?.message,
    name: error?.status,
  };
}

async function askKind(
  side: Side,
  path: string,
  body: string,
  headers: Record<string, string> = {},
) {
  const { status, code, name } = await ask(side, path, body, headers);
  return { status, code, name };
}

export const wireCases: Cases = {
  "wants an API key": (side) => ask(side, `${TOOLKIT}/accounts:signUp`, "{}"),
  "wants the owner for a project's accounts": (side) =>
    askKind(side, `${TOOLKIT}/projects/${PROJECT}/accounts:lookup`, "{}"),
  "wants the owner even with an API key": (side) =>
    ask(side, `${TOOLKIT}/projects/${PROJECT}/accounts:lookup?key=any`, "{}"),
  "refuses another bearer": (side) =>
    askKind(side, `${TOOLKIT}/projects/${PROJECT}/accounts:lookup`, "{}", {
      authorization: "Bearer me",
    }),
  "refuses a body that is not JSON": (side) =>
    askKind(side, `${TOOLKIT}/accounts:signUp?key=any`, "{nope"),
  "refuses a member of the wrong type": (side) =>
    askKind(side, `${TOOLKIT}/accounts:signUp?key=any`, '{"email":["a"]}'),
  "knows no other path": (side) => ask(side, "/identitytoolkit.googleapis.com/", "{}", OWNER),
  "wants a token to look up": (side) => ask(side, `${TOOLKIT}/accounts:lookup?key=any`, "{}"),
  "refuses a token that is none": (side) =>
    ask(side, `${TOOLKIT}/accounts:lookup?key=any`, '{"idToken":"none"}'),
  "wants a purpose for a code": (side) =>
    ask(side, `${TOOLKIT}/accounts:sendOobCode?key=any`, "{}"),
  "gives a link to the owner alone": (side, email) =>
    ask(
      side,
      `${TOOLKIT}/accounts:sendOobCode?key=any`,
      JSON.stringify({ requestType: "EMAIL_SIGNIN", email, returnOobLink: true }),
    ),
  "wants a grant": (side) => ask(side, "/securetoken.googleapis.com/v1/token?key=any", "{}"),
  "wants a user for an update": (side) =>
    ask(side, `${TOOLKIT}/projects/${PROJECT}/accounts:update`, "{}", OWNER),
  "refuses claims from a person": (side) =>
    ask(side, `${TOOLKIT}/accounts:update?key=any`, '{"idToken":"x","customAttributes":"{}"}'),
  "refuses an update of nobody": (side) => ask(side, `${TOOLKIT}/accounts:update?key=any`, "{}"),
};
