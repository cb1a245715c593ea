import type { AuthMail } from "./auth/outbox.ts";
import type { Log } from "./log.ts";

const HOW = "When they turn to you: npm run operator -- reset-link THEIR-ADDRESS makes the link.";

/**
 * No mail leaves this machine. A terminal shows the link to whoever started it. A log is read by others, and later: it names the command
 * that makes a link, and holds neither the link nor the address.
 */
export function tellOfMail(mail: AuthMail, isTerminal: boolean, log: Log): void {
  const purpose = mail.purpose.toLowerCase().replaceAll("_", " ");
  if (isTerminal) {
    process.stderr.write(`\nMail for ${mail.to} (${purpose}): ${pageOf(mail)}\n`);
  } else if (mail.purpose === "PASSWORD_RESET") {
    log("warn", `Somebody forgot their password. ${HOW}`);
  } else {
    log("warn", `A mail was not sent (${purpose}): this machine has no mail server.`);
  }
}

/** The dashboard has a page for this one; sign-in's own pages answer the others. */
function pageOf({ purpose, link, code }: AuthMail): string {
  if (purpose !== "PASSWORD_RESET") return link;
  return new URL(`/reset-password?oobCode=${encodeURIComponent(code)}`, link).href;
}
