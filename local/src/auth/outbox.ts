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
  readonly #send: SendMail;

  constructor(send: SendMail = () => {}) {
    this.#send = send;
  }

  /** Remembers the mail and hands it on. A mail that cannot be sent is the sender's to report. */
  async put(mail: AuthMail): Promise<void> {
    this.remember(mail);
    await this.#send(mail);
  }

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
