import { beforeEach, expect, test } from "vitest";
import { nothingIsWritten } from "../../testing/api.ts";
import { createHarness, type Harness } from "../../testing/harness.ts";
import type { Context } from "../context.ts";
import type { Role } from "../schema/account.ts";
import { paths } from "../schema/paths.ts";
import { scopesOf } from "./roles.ts";
import { transferOwnership } from "./transfer-ownership.ts";

const ROLES = { olga: "owner", adam: "admin", vera: "viewer" } as const;
type Name = keyof typeof ROLES;

let harness: Harness;

beforeEach(async () => {
  harness = await createHarness();
  for (const [uid, role] of Object.entries(ROLES)) {
    const member = { uid, role, email: `${uid}@example.com`, name: uid, joinedAt: harness.now() };
    await harness.db.doc(paths.member(harness.accountId, uid)).set(member);
  }
});

const as = (uid: Name): Context => ({
  ...harness.ctx,
  actor: { type: "user", id: uid },
  scopes: scopesOf(ROLES[uid]),
});

async function roleOf(uid: Name): Promise<Role> {
  return (await harness.read(paths.member(harness.accountId, uid)))?.role;
}

test("the owner hands an account over, becomes an admin, and the audit log tells it once", async () => {
  await transferOwnership(as("olga"), { uid: "vera" });
  await expect(transferOwnership(as("olga"), { uid: "adam" })).rejects.toMatchObject({
    code: "forbidden",
  });
  expect([await roleOf("olga"), await roleOf("adam"), await roleOf("vera")]).toEqual([
    "admin",
    "admin",
    "owner",
  ]);
  expect(await harness.count(`${paths.account(harness.accountId)}/audit`)).toBe(1);
});

test.each([
  ["an admin", () => as("adam"), "adam", "forbidden"],
  ["a viewer, to themselves", () => as("vera"), "vera", "forbidden"],
  [
    "an API key",
    () => ({ ...harness.ctx, actor: { type: "api_key", id: "key_1" } }),
    "adam",
    "forbidden",
  ],
  ["the owner, to themselves", () => as("olga"), "olga", "conflict"],
  ["the owner, to a stranger", () => as("olga"), "eve", "not_found"],
] as const)("%s hands nothing over", async (_, ctx, uid, code) => {
  await nothingIsWritten(harness, async () => {
    await expect(transferOwnership(ctx() as Context, { uid })).rejects.toMatchObject({ code });
  });
});
