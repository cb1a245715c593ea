import { describe, expect, test } from "vitest";
import { aConversation } from "../../testing/factories.ts";
import { readFilters, withParam } from "./filters.ts";
import { conversationQuery, refine } from "./queries.ts";

const filtersOf = (search: string) => readFilters(new URLSearchParams(search));
const doc = (id: string, given: Parameters<typeof aConversation>[0]) => ({
  id,
  data: aConversation(given),
  cursor: id,
});

describe("the conversation list's filters", () => {
  test("ask the database for what it can find by an index", () => {
    const query = conversationQuery(
      "acc_1",
      filtersOf("via=dev_1/2&assignee=u1&show=archived"),
      50,
    );
    expect(query.where).toEqual([
      ["isArchived", "==", true],
      ["deviceId", "==", "dev_1"],
      ["simSlot", "==", 2],
      ["assigneeId", "==", "u1"],
    ]);
    expect(query.orderBy).toEqual([["updatedAt", "desc"]]);
    expect(query.limit).toBe(50);
  });

  test("hide what is archived, and show nothing else where that is asked for", () => {
    const docs = [doc("open", {}), doc("archived", { isArchived: true })];
    expect(refine(docs, filtersOf("")).map(({ id }) => id)).toEqual(["open"]);
    expect(refine(docs, filtersOf("show=archived")).map(({ id }) => id)).toEqual(["archived"]);
  });

  test("find what nobody has taken", () => {
    const docs = [doc("mine", { assigneeId: "u1" }), doc("free", {})];
    expect(refine(docs, filtersOf("assignee=nobody")).map(({ id }) => id)).toEqual(["free"]);
  });

  test("put the newest unread first, of the chosen SIM only", () => {
    const at = (minute: number) => new Date(2026, 10, 22, 9, minute);
    const docs = [
      doc("old", { unreadCount: 5, updatedAt: at(1) }),
      doc("new", { unreadCount: 1, updatedAt: at(2) }),
      doc("other SIM", { unreadCount: 1, updatedAt: at(3), simSlot: 2 }),
    ];
    const shown = refine(docs, filtersOf("show=unread&via=dev_1/1"));
    expect(shown.map(({ id }) => id)).toEqual(["new", "old"]);
  });

  test("leave the address when they are taken off", () => {
    const params = new URLSearchParams("q=maya&show=unread");
    expect(withParam(params, "show", "").toString()).toBe("q=maya");
    expect(params.get("show")).toBe("unread");
  });
});
