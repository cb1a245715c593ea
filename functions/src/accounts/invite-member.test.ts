import { beforeEach, expect, test } from "vitest";
import { createHarness, type Harness } from "../../testing/harness.ts";
import type { Context } from "../context.ts";
import { ALL_SCOPES } from "../schema/api-key.ts";
import { paths } from "../schema/paths.ts";
import { acceptInvitation } from "./accept-invitation.ts";
import { changeRole } from "./change-role.ts";
import { inviteMember } from "./invite-member.ts";
import { listInvitations } from "./list-invitations.ts";
import { removeMember } from "./remove-member.ts";

let harness: Harness;
const ada = { uid: "ada", email: "Ada@example.com", name: "Ada" };
const invite = (ctx: Context = harness.ctx) =>
  inviteMember(ctx, { email: "ada@example.com", role: "agent" });
const members = () => harness.count(paths.members(harness.accountId));

beforeEach(async () => {
  harness = await createHarness();
});

test("an invitation makes its addressee a member, once: not again after they were removed", async () => {
  const { token } = await invite();
  await acceptInvitation(harness.services, ada, { token });
  await removeMember(harness.ctx, { uid: "ada" });
  await expect(acceptInvitation(harness.services, ada, { token })).rejects.toThrow("accepted");
  expect(await members()).toBe(0);
});

test("an invitation lets nobody else in, nor anybody after seven days", async () => {
  const { token } = await invite();
  for (const email of ["eve@example.com", null]) {
    const eve = { uid: "eve", email, name: null };
    await expect(acceptInvitation(harness.services, eve, { token })).rejects.toThrow(
      "another e-mail",
    );
  }
  harness.advance(7 * 86_400_000);
  await expect(acceptInvitation(harness.services, ada, { token })).rejects.toThrow("expired");
  expect(await members()).toBe(0);
});

test("an API key makes nobody a member, or more of one, who may do what it may not itself", async () => {
  const key: Context = {
    ...harness.ctx,
    actor: { type: "api_key", id: "key_1" },
    scopes: ["account:admin"],
  };
  await expect(invite(key)).rejects.toMatchObject({ code: "missing_scope" });
  expect(await listInvitations(harness.ctx)).toEqual([]);
  await acceptInvitation(harness.services, ada, await invite({ ...key, scopes: ALL_SCOPES }));
  const more = changeRole(key, { uid: "ada", role: "admin" });
  await expect(more).rejects.toMatchObject({ code: "missing_scope" });
  const member = await harness.read(paths.member(harness.accountId, "ada"));
  expect(member?.role).toBe("agent");
});
