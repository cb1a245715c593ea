import { describeError, type Log } from "../log.ts";
import type { CodePurpose } from "./codes.ts";

export interface AuthMail {
  purpose: CodePurpose;
  to: string;
  newEmail?: string;
  link: string;
  code: string;
}

export type SendMail = (mail: AuthMail) => void | Promise<void>;

/** Mails that can still be read in the list; it ends with the process, as the database keeps codes as hashes. */
const MAILS_MAX = 200;

export class Outbox {
  #mails: AuthMail[] = [];
  readonly #log: Log;
  readonly #send: SendMail;

  constructor(log: Log, send: SendMail = () => {}) {
    this.#log = log;
    this.#send = send;
  }

  /** Hands the mail on without waiting, so that an answer's time does not tell whether there was one. */
  put(mail: AuthMail): void {
    this.remember(mail);
    const send = async () => this.#send(mail);
    send().catch((error: unknown) =>
      this.#log("error", `A ${mail.purpose} mail was not sent: ${describeError(error)}`),
    );
  }

  /** For the list alone: the caller hands the link on. */
  remember(mail: AuthMail): void {
    this.#mails.push(mail);
    if (this.#mails.length > MAILS_MAX) this.#mails.shift();
  }

  forget(code: string): void {
    this.#mails = this.#mails.filter((mail) => mail.code !== code);
  }

  list(): readonly AuthMail[] {
    return this.#mails;
  }
}
