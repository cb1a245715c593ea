import { JoinedAccount } from "@handset/functions/schema/api/team.ts";
import { useNavigate, useParams } from "react-router";
import { parsed, useApi } from "../../api.ts";
import { to } from "../../paths.ts";
import { ProblemNotice } from "../../problem-notice.tsx";
import { useSession } from "../../session.tsx";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { Entrance } from "../../ui/entrance.tsx";
import form from "../../ui/form.module.css";
import { useAction } from "../../ui/use-action.ts";
import { Splash } from "../splash.tsx";

export function InvitationRoute() {
  const { token = "" } = useParams();
  const { person } = useSession();
  if (person === undefined) return <Splash />;
  return (
    <Entrance
      title="Join the team"
      lead="Somebody invited you to answer and send texts with them on Handset."
    >
      {person ? <Accept token={token} email={person.email ?? ""} /> : <EnterFirst token={token} />}
    </Entrance>
  );
}

function EnterFirst({ token }: { token: string }) {
  const next = `?next=${encodeURIComponent(to.invitation(token))}`;
  return (
    <div className={form.form}>
      <ButtonLink look="primary" to={to.signUp() + next}>
        Sign up and join
      </ButtonLink>
      <ButtonLink to={to.signIn() + next}>I have a login: sign in</ButtonLink>
    </div>
  );
}

function Accept({ token, email }: { token: string; email: string }) {
  const api = useApi();
  const { identity } = useSession();
  const navigate = useNavigate();
  const accept = useAction(async () => {
    const answer = await parsed(JoinedAccount, api.call("acceptInvitation", { path: { token } }));
    navigate(to.account(answer.account_id), { replace: true });
  });
  return (
    <div className={form.form}>
      <p>
        You are signed in as <strong>{email}</strong>.
      </p>
      <ProblemNotice error={accept.error} />
      <Button look="primary" isBusy={accept.isBusy} onClick={() => void accept.run()}>
        Join
      </Button>
      <Button look="ghost" onClick={() => void identity.signOut()}>
        Use another login
      </Button>
    </div>
  );
}
