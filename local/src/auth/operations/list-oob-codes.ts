import type { Operation } from "../operation.ts";

/** The newest mails of this run; the database keeps no code that could be read. */
export const listOobCodes: Operation = (state) => ({
  oobCodes: state.outbox.list().map(({ purpose, to, newEmail, code, link }) => ({
    email: to,
    newEmail,
    requestType: purpose,
    oobCode: code,
    oobLink: link,
  })),
});
