import { ConfigError } from "../config.ts";
import { Failure } from "../ui/states.tsx";

export function StartFailure({ error }: { error: unknown }) {
  const detail =
    error instanceof ConfigError
      ? error.message
      : "The page could not be loaded whole. Check your connection.";
  return (
    <main>
      <Failure
        title="Handset could not start"
        detail={`${detail} If you run this server, see that it is started and serves this page itself.`}
        onRetry={() => location.reload()}
      />
    </main>
  );
}
