/** The same calls by the same SDKs on this server and on the Auth emulator of firebase-tools: both must say the same. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { adminCases } from "./oracle/admin-cases.ts";
import { settle } from "./oracle/outcome.ts";
import { type Side, startEmulatorSide, startOurSide } from "./oracle/sides.ts";
import { webCases } from "./oracle/web-cases.ts";
import { wireCases } from "./oracle/wire-cases.ts";

let ours: Side;
let emulator: Side;

beforeAll(async () => {
  ours = await startOurSide();
  emulator = await startEmulatorSide();
}, 60_000);

afterAll(async () => {
  await ours?.close();
  await emulator?.close();
});

describe.each([
  ["by the Web SDK", webCases],
  ["by the Admin SDK", adminCases],
  ["on the wire", wireCases],
])("%s", (_, cases) => {
  test.each(Object.entries(cases))("%s", async (name, run) => {
    const email = `${name.replace(/\W+/gu, "-")}@example.com`;
    const [mine, theirs] = await Promise.all([
      settle(() => run(ours, email)),
      settle(() => run(emulator, email)),
    ]);
    expect(mine).toEqual(theirs);
    // A case that fails on both sides before it says anything would agree about nothing.
    expect(JSON.stringify(theirs)).not.toContain("unexpected");
  });
});
