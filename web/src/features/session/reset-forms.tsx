import { useState } from "react";
import { signInSentence } from "../../identity.ts";
import { to } from "../../paths.ts";
import { useSession } from "../../session.tsx";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import { Notice } from "../../ui/notice.tsx";
import { useAction } from "../../ui/use-action.ts";

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
  if (isAsked) {
    return (
      <Notice tone="good" title="Look at your mail">
        If {email} has a user here, a link to choose a new password is on its way. On a server of
        your own without mail, the link stands in its log.
      </Notice>
    );
  }
  const sentence = signInSentence(ask.error);
  return (
    <form
      className={form.form}
      onSubmit={(event) => {
        event.preventDefault();
        void ask.run();
      }}
    >
      <Field label="E-mail">
        {(control) => (
          <input
            {...control}
            type="email"
            autoComplete="username"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      {sentence && <Notice tone="bad">{sentence}</Notice>}
      <Button type="submit" look="primary" isBusy={ask.isBusy}>
        Send me a link
      </Button>
    </form>
  );
}

/** Where the link leads. */
export function ChoosePasswordForm({ code }: { code: string }) {
  const { identity } = useSession();
  const [password, setPassword] = useState("");
  const [isDone, setDone] = useState(false);
  const choose = useAction(async () => {
    await identity.resetPassword(code, password);
    setDone(true);
  });
  if (isDone) {
    return (
      <div className={form.form}>
        <Notice tone="good">Your new password is set.</Notice>
        <ButtonLink look="primary" to={to.signIn()}>
          Sign in
        </ButtonLink>
      </div>
    );
  }
  const sentence = signInSentence(choose.error);
  return (
    <form
      className={form.form}
      onSubmit={(event) => {
        event.preventDefault();
        void choose.run();
      }}
    >
      <Field label="New password" hint="At least 8 characters">
        {(control) => (
          <input
            {...control}
            type="password"
            autoComplete="new-password"
            required
            minLength={8}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      {sentence && <Notice tone="bad">{sentence}</Notice>}
      <Button type="submit" look="primary" isBusy={choose.isBusy}>
        Set the password
      </Button>
    </form>
  );
}

function isAboutTheUser(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error
    ? error.code === "auth/user-not-found"
    : false;
}
