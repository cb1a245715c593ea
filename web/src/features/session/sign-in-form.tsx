import { useState } from "react";
import { Link } from "react-router";
import { signInSentence } from "../../identity.ts";
import { to } from "../../paths.ts";
import { useSession } from "../../session.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import { Notice } from "../../ui/notice.tsx";
import { useAction } from "../../ui/use-action.ts";
import { EmailField } from "./email-field.tsx";
import { GoogleButton } from "./google-button.tsx";

interface Props {
  kind: "sign-in" | "sign-up";
  /** What the address of this page carries on to the other kind. */
  search: string;
}

const PASSWORD_LENGTH_MIN = 8;

export function SignInForm({ kind, search }: Props) {
  const { identity } = useSession();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [name, setName] = useState("");
  const isNew = kind === "sign-up";
  const enter = useAction(() =>
    isNew
      ? identity.signUp(email.trim(), password, name.trim())
      : identity.signIn(email.trim(), password),
  );
  const sentence = signInSentence(enter.error);
  return (
    <form
      className={form.form}
      onSubmit={(event) => {
        event.preventDefault();
        void enter.run();
      }}
    >
      {isNew && (
        <Field label="Your name" hint="What your team sees">
          {(control) => (
            <input
              {...control}
              autoComplete="name"
              maxLength={80}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      )}
      <EmailField value={email} onType={setEmail} />
      <Field label="Password" hint={isNew && `At least ${PASSWORD_LENGTH_MIN} characters`}>
        {(control) => (
          <input
            {...control}
            type="password"
            autoComplete={isNew ? "new-password" : "current-password"}
            required
            minLength={isNew ? PASSWORD_LENGTH_MIN : undefined}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      {sentence && <Notice tone="bad">{sentence}</Notice>}
      <Button type="submit" look="primary" isBusy={enter.isBusy}>
        {isNew ? "Sign up" : "Sign in"}
      </Button>
      <GoogleButton />
      <div className={form.spread}>
        <Link to={(isNew ? to.signIn() : to.signUp()) + search}>
          {isNew ? "Sign in instead" : "New here? Sign up"}
        </Link>
        {!isNew && <Link to={to.resetPassword()}>Forgot the password?</Link>}
      </div>
    </form>
  );
}
