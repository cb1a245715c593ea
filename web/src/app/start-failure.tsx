import { ConfigError } from "../config.ts";
import { Button } from "../ui/button.tsx";
import { Entrance } from "../ui/entrance.tsx";

export function StartFailure({ error }: { error: unknown }) {
  const detail =
    error instanceof ConfigError
      ? error.message
      : "The page could not be loaded completely. Check your connection.";
  return (
    <Entrance
      title="Handset could not start"
      lead={`${detail} If you run this server, see that it is started and serves this page itself.`}
    >
      <Button look="primary" onClick={() => location.reload()}>
        Try again
      </Button>
    </Entrance>
  );
}
