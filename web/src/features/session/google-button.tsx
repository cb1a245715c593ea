import { signInSentence } from "../../identity.ts";
import { useSession } from "../../session.tsx";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { useAction } from "../../ui/use-action.ts";

export function GoogleButton() {
  const { identity } = useSession();
  const enter = useAction(async () => identity.signInWithGoogle?.());
  if (!identity.signInWithGoogle) return null;
  const sentence = signInSentence(enter.error);
  return (
    <>
      <Button isBusy={enter.isBusy} onClick={() => void enter.run()}>
        Continue with Google
      </Button>
      {sentence && <Notice tone="bad">{sentence}</Notice>}
    </>
  );
}
