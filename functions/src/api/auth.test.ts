import { beforeEach, describe, expect, test } from "vitest";
import { createSender, nothingIsWritten, type Sender } from "../../testing/api.ts";
import type { Harness } from "../../testing/harness.ts";
import { revokeApiKey } from "../api-keys/revoke.ts";
import { sha256 } from "../ids.ts";
import { paths } from "../schema/paths.ts";

let harness: Harness;
let api: Sender;

beforeEach(async () => {
  ({ harness, api } = await createSender());
});

describe("a call", () => {
  test.each([
    ["no key", null],
    ["a key that is none", "hs_live_nonsense"],
    ["a key that does not exist", `hs_live_${"0".repeat(43)}`],
  ])("refuses %s with 401 and writes nothing", async (_name, as) => {
    await nothingIsWritten(harness, async () => {
      const answer = await api.send({}, { as });
      expect(answer.status).toBe(401);
      expect(answer.body.code).toBe("unauthenticated");
      expect(answer.headers.get("WWW-Authenticate")).toContain("Bearer");
    });
  });

  test("refuses a key from the moment that it is revoked", async () => {
    const { id } = (await harness.read(paths.apiKey(sha256(api.key)))) as { id: string };
    expect((await api.send({})).status).toBe(202);
    await revokeApiKey(harness.ctx, { id });
    expect((await api.send({})).status).toBe(401);
  });

  test("refuses a key that lacks the scope, and names the scope", async () => {
    const reader = await harness.issueKey(["messages:read"]);
    await nothingIsWritten(harness, async () => {
      const answer = await api.send({}, { as: reader });
      expect(answer.status).toBe(403);
      expect(answer.body).toMatchObject({ code: "missing_scope", required_scope: "messages:send" });
    });
  });
});

test.each(["acc_1/messages", "..", "__x__", "x".repeat(1501)])(
  "takes the account %.20s, which no account can be, for one that is not there",
  async (account) => {
    harness.users.set("a.b.c", { uid: "ada", email: null, name: null });
    const headers = { "Handset-Account": account };
    expect((await api.call("/messages", { as: "a.b.c", headers })).body).toMatchObject({
      ...{ status: 404, detail: "There is no such account." },
    });
  },
);
