import { type Body, text } from "./fields.ts";
import type { State } from "./state.ts";

/** Who calls, and what the door they came through allows. */
export interface Call {
  /** The Admin SDK, on a door that lets it in. */
  readonly isOwner: boolean;
  /** Identities that nobody vouches for are taken: Google's stand-in, unsigned custom tokens. */
  readonly allowsStandIns: boolean;
  /** The address of the other end of the connection. */
  readonly place: string;
  /** The origin for links, from the connection and never from a header. */
  readonly origin: string;
  readonly query: URLSearchParams;
}

export type Answer = Record<string, unknown>;

/** One RPC: refuses by throwing an AuthError, answers once what it changed is on disk. */
export type Operation = (state: State, body: Body, call: Call) => Answer | Promise<Answer>;

const EMAIL = /^[^\s@"(),:;<>[\\\]]+@[^\s@"(),:;<>[\\\]]+$/u;
const EMAIL_LENGTH_MAX = 256;

export function isEmail(email: string): boolean {
  return email.length <= EMAIL_LENGTH_MAX && EMAIL.test(email);
}

/** One spelling for one mailbox: lower case, as production keeps it. */
export function emailIn(body: Body, name = "email"): string | undefined {
  return text(body, name)?.toLowerCase();
}
