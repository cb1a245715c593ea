import { useLocation } from "react-router";
import { PhoneSteps } from "../../features/devices/phone-steps.tsx";
import { Entrance } from "../../ui/entrance.tsx";
import { Notice } from "../../ui/notice.tsx";

/** What the phone's camera opens: the values to enter in the app, ready to copy. */
export function PhoneSideRoute() {
  const { hash } = useLocation();
  const given = new URLSearchParams(hash.slice(1));
  const address = given.get("address");
  const code = given.get("code");
  return (
    <Entrance title="Pair this phone" lead="Three minutes, on this phone.">
      {address && code ? (
        <PhoneSteps address={address} code={code} />
      ) : (
        <Notice tone="bad">
          This address is incomplete. Scan the code on the pairing page once more.
        </Notice>
      )}
    </Entrance>
  );
}
