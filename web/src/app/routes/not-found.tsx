import { SearchX } from "lucide-react";
import { to } from "../../paths.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { useDocumentTitle } from "../../ui/page.tsx";
import { Empty } from "../../ui/states.tsx";

export function NotFoundRoute() {
  useDocumentTitle("Not found");
  return (
    <main>
      <Empty
        icon={<SearchX />}
        title="There is no page at this address"
        action={<ButtonLink to={to.home()}>Go to your conversations</ButtonLink>}
      />
    </main>
  );
}
