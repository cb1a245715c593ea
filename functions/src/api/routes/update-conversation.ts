import { createRoute, z } from "@hono/zod-openapi";
import { updateConversation } from "../../conversations/update.ts";
import { ApiConversation, UpdateConversationRequest } from "../../schema/api/team.ts";
import { toApiConversation } from "../resources.ts";
import { type Api, json, jsonBody, refusals, security } from "../route.ts";

const route = createRoute({
  method: "patch",
  path: "/api/v1/conversations/{id}",
  operationId: "updateConversation",
  summary: "Name a contact, assign or archive a conversation",
  tags: ["Conversations"],
  security,
  request: { params: z.object({ id: z.string() }), body: jsonBody(UpdateConversationRequest) },
  responses: {
    200: json(ApiConversation, "The conversation."),
    ...refusals("malformed_json", "invalid_request", "not_found"),
  },
});

export function registerUpdateConversation(app: Api): void {
  app.openapi(route, async (c) => {
    const { contact_name, assignee_id, is_archived } = c.req.valid("json");
    const { id, conversation } = await updateConversation(c.get("ctx"), {
      ...c.req.valid("param"),
      contactName: contact_name,
      assigneeId: assignee_id,
      isArchived: is_archived,
    });
    return c.json(toApiConversation(id, conversation), 200);
  });
}
