import { useState } from "react";
import { signInSentence } from "../../identity.ts";
import { to } from "../../paths.ts";
import { useSession } from "../../session.tsx";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import { Notice } from "../../ui/notice.tsx";
import { useAction } from "../../ui/use-action.ts";
import { useResource } from "../../use-resource.ts";

/** Where the link leads. To open it changes nothing: programs that look through mail open links too. */
export function ChoosePasswordForm({ code }: { code: string }) {
  const { identity } = useSession();
  const owner = useResource("the link's owner", () => identity.whoseReset(code));
  const [password, setPassword] = useState("");
  const [isDone, setDone] = useState(false);
  const choose = useAction(async () => {
    await identity.resetPassword(code, password);
    setDone(true);
  });
  if (isDone) return <Done />;
  if (owner.state === "error") return <StaleLink error={owner.error} />;
  const email = owner.state === "ready" ? owner.value : "";
  const sentence = signInSentence(choose.error);
  return (
    <form
      className={form.form}
      onSubmit={(event) => {
        event.preventDefault();
        void choose.run();
      }}
    >
      <Field label="E-mail">
        {(control) => (
          <input {...control} type="email" autoComplete="username" readOnly value={email} />
        )}
      </Field>
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
      <Button
        type="submit"
        look="primary"
        isBusy={choose.isBusy}
        disabled={owner.state === "loading"}
      >
        Set the password
      </Button>
    </form>
  );
}

function Done() {
  return (
    <div className={form.form}>
      <Notice tone="good">
        Your new password is set. Wherever you were signed in, you are signed out.
      </Notice>
      <ButtonLink look="primary" to={to.signIn()}>
        Sign in
      </ButtonLink>
    </div>
  );
}

function StaleLink({ error }: { error: unknown }) {
  return (
    <div className={form.form}>
      <Notice tone="bad">{signInSentence(error)}</Notice>
      <ButtonLink look="primary" to={to.resetPassword()}>
        Ask for a new link
      </ButtonLink>
    </div>
  );
}
