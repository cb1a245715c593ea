import { Navigate, useLocation, useSearchParams } from "react-router";
import { ChoosePasswordForm } from "../../features/session/choose-password-form.tsx";
import { RequestResetForm } from "../../features/session/request-reset-form.tsx";
import { SignInForm } from "../../features/session/sign-in-form.tsx";
import { to } from "../../paths.ts";
import { useSession } from "../../session.tsx";
import { Entrance } from "../../ui/entrance.tsx";
import { Splash } from "../splash.tsx";

export const SignInRoute = () => (
  <Door kind="sign-in" title="Sign in" lead="Texts from your own phones, answered together." />
);
export const SignUpRoute = () => (
  <Door kind="sign-up" title="Sign up" lead="Then pair an Android phone and send the first text." />
);

function Door(props: { kind: "sign-in" | "sign-up"; title: string; lead: string }) {
  const { person } = useSession();
  const [params] = useSearchParams();
  const { search } = useLocation();
  if (person === undefined) return <Splash />;
  if (person) return <Navigate to={inside(params.get("next"))} replace />;
  return (
    <Entrance title={props.title} lead={props.lead}>
      <SignInForm key={props.kind} kind={props.kind} search={search} />
    </Entrance>
  );
}

export function ResetRoute() {
  const [params] = useSearchParams();
  const code = params.get("oobCode");
  return (
    <Entrance
      title={code ? "Choose a new password" : "Forgot the password?"}
      lead={!code && "With a link you choose a new one."}
    >
      {code ? <ChoosePasswordForm key={code} code={code} /> : <RequestResetForm />}
    </Entrance>
  );
}

/** Only an address of this site: never another one that a link could name. */
function inside(next: string | null): string {
  return next?.startsWith("/") && !next.startsWith("//") && !next.includes("\\") ? next : to.home();
}
