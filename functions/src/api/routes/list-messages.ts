import { createRoute } from "@hono/zod-openapi";
import { listMessages } from "../../messages/list.ts";
import { ListMessagesQuery, MessageList } from "../../schema/api/message.ts";
import { readCursor, writeCursor } from "../cursor.ts";
import { toApiMessage } from "../resources.ts";
import { type Api, json, refusals, security } from "../route.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/messages",
  operationId: "listMessages",
  summary: "List messages, newest first",
  tags: ["Messages"],
  security,
  request: { query: ListMessagesQuery },
  responses: { 200: json(MessageList, "A page."), ...refusals("invalid_request") },
});

export function registerListMessages(app: Api): void {
  app.openapi(route, async (c) => {
    const { limit, cursor, ...filter } = c.req.valid("query");
    const page = await listMessages(c.get("ctx"), {
      status: filter.status,
      direction: filter.direction,
      deviceId: filter.device_id,
      conversationId: filter.conversation_id,
      createdAfter: filter.created_after === undefined ? undefined : new Date(filter.created_after),
      createdBefore:
        filter.created_before === undefined ? undefined : new Date(filter.created_before),
      limit,
      after: cursor === undefined ? null : readCursor(cursor),
    });
    return c.json(
      {
        data: page.messages.map(toApiMessage),
        next_cursor: page.next === null ? null : writeCursor(page.next),
      },
      200,
    );
  });
}
