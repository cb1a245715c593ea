import { isAtLeast, useAccount } from "../account.tsx";
import { to } from "../paths.ts";
import { ButtonLink } from "../ui/button.tsx";
import { useDevices } from "./devices.tsx";

/** What an empty account does next: it pairs a phone, then it sends. Nothing for whom neither is. */
export function FirstStep({ label = "Send the first text" }: { label?: string }) {
  const { id, role } = useAccount();
  const { list, loadable } = useDevices();
  if (loadable.state === "loading") return null;
  const hasPhone = list.length > 0 || loadable.state === "error";
  if (!isAtLeast(role, hasPhone ? "agent" : "admin")) return null;
  return (
    <ButtonLink look="primary" to={hasPhone ? to.send(id) : to.pairing(id)}>
      {hasPhone ? label : "Pair a phone"}
    </ButtonLink>
  );
}
