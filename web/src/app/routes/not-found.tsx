import { to } from "../../paths.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { Entrance } from "../../ui/entrance.tsx";

export function NotFoundRoute() {
  return (
    <Entrance title="Not found" lead="There is no page at this address.">
      <ButtonLink look="primary" to={to.home()}>
        Go to your conversations
      </ButtonLink>
    </Entrance>
  );
}
