import { useState } from "react";
import { signInSentence } from "../../identity.ts";
import { useSession } from "../../session.tsx";
import { Button } from "../../ui/button.tsx";
import { Copyable } from "../../ui/copyable.tsx";
import form from "../../ui/form.module.css";
import { Notice } from "../../ui/notice.tsx";
import { useAction } from "../../ui/use-action.ts";
import { EmailField } from "./email-field.tsx";

/** Asks for the link. Whether there is such a user is not told. */
export function RequestResetForm() {
  const { identity } = useSession();
  const [email, setEmail] = useState("");
  const [isAsked, setAsked] = useState(false);
  const ask = useAction(async () => {
    await identity.requestReset(email.trim()).catch((error: unknown) => {
      if (!isAboutTheUser(error)) throw error;
    });
    setAsked(true);
  });
  if (isAsked)
    return identity.sendsMail ? <LookAtMail email={email} /> : <AskForLink email={email} />;
  const sentence = signInSentence(ask.error);
  return (
    <form
      className={form.form}
      onSubmit={(event) => {
        event.preventDefault();
        void ask.run();
      }}
    >
      <EmailField value={email} onType={setEmail} />
      {sentence && <Notice tone="bad">{sentence}</Notice>}
      <Button type="submit" look="primary" isBusy={ask.isBusy}>
        {identity.sendsMail ? "Send me a link" : "Ask for a link"}
      </Button>
    </form>
  );
}

function LookAtMail({ email }: { email: string }) {
  return (
    <Notice tone="good" title="Check your e-mail">
      If {email} has a user here, a link to choose a new password is on its way.
    </Notice>
  );
}

/** One machine has no mail server: a person hands the link on. */
function AskForLink({ email }: { email: string }) {
  return (
    <div className={form.form}>
      <Notice tone="info" title="Turn to whoever runs this server">
        It sends no mail. If {email} has a user here, this command makes the link for them to hand
        on to you. Where the server was started in a terminal, the link stands there already.
      </Notice>
      <Copyable value={`npm run operator -- reset-link ${email.trim()}`} label="the command" />
    </div>
  );
}

function isAboutTheUser(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error
    ? error.code === "auth/user-not-found"
    : false;
}
