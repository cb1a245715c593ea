import { SearchX } from "lucide-react";
import { useMemo } from "react";
import { useLocation, useNavigate, useParams, useSearchParams } from "react-router";
import { useAccount } from "../../account.tsx";
import { ExportButton } from "../../features/messages/export-button.tsx";
import { isFiltered, readLogFilters } from "../../features/messages/filters.ts";
import { LogFilterBar } from "../../features/messages/log-filters.tsx";
import { MessageDialog } from "../../features/messages/message-dialog.tsx";
import { MessageLog } from "../../features/messages/message-log.tsx";
import { logQuery, useConversationOf } from "../../features/messages/queries.ts";
import { to } from "../../paths.ts";
import { Card, Page } from "../../ui/page.tsx";
import { Empty, Skeleton } from "../../ui/states.tsx";

const PAGE = 50;

export function MessagesRoute() {
  const { id, account } = useAccount();
  const { messageId } = useParams();
  const [params] = useSearchParams();
  const { search } = useLocation();
  const navigate = useNavigate();
  const filters = useMemo(() => readLogFilters(params), [params]);
  const conversation = useConversationOf(id, filters.number, account.settings.defaultCountry);
  const isSettled = conversation.state === "none" || conversation.state === "found";
  const conversationId = conversation.state === "found" ? conversation.conversationId : null;
  const query = isSettled ? logQuery(id, filters, conversationId, PAGE) : null;
  return (
    <Page
      title="Messages"
      lead="Every text, outbound and inbound, with its status."
      actions={<ExportButton query={query} />}
    >
      <LogFilterBar filters={filters} />
      {query && (
        <MessageLog key={params.toString()} query={query} isFiltered={isFiltered(filters)} />
      )}
      {conversation.state === "looking" && <Skeleton rows={10} height={38} />}
      {conversation.state === "unknown" && (
        <Card>
          <Empty icon={<SearchX />} title={`Nothing with ${filters.number}`}>
            Give the whole number, with + and its country.
          </Empty>
        </Card>
      )}
      {messageId && (
        <MessageDialog
          messageId={messageId}
          onClose={() => navigate({ pathname: to.messages(id), search }, { replace: true })}
        />
      )}
    </Page>
  );
}
