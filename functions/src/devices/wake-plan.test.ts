import { describe, expect, test } from "vitest";
import { createPhoneLink } from "../../testing/factories.ts";
import { decideAfterPull, decidePlanned, decideWake, type Pull } from "./wake-plan.ts";

const T0 = new Date("2026-11-22T08:00:00.000Z").getTime();
const at = (milliseconds: number) => new Date(T0 + milliseconds);

describe("decideWake", () => {
  const woken = { wokenAt: at(0), requestVersion: 10 };
  test.each([
    ["a phone that was never woken", {}, 10, 0, { kind: "wake" }],
    ["a lone message, long after", { ...woken, pulledAt: at(50) }, 20, 60_000, { kind: "wake" }],
    ["one second after, pulled", { ...woken, pulledAt: at(50) }, 20, 1_000, { kind: "wake" }],
    ["sooner, pulled", { ...woken, pulledAt: at(50) }, 20, 999, { kind: "plan", at: at(1_000) }],
    [
      "pulled in the same millisecond",
      { ...woken, pulledAt: at(0) },
      20,
      400,
      { kind: "plan", at: at(1_000) },
    ],
    ["not pulled yet", woken, 20, 1_000, { kind: "plan", at: at(5_000) }],
    [
      "pulled before it was woken",
      { ...woken, pulledAt: at(-1) },
      20,
      1_000,
      { kind: "plan", at: at(5_000) },
    ],
    ["never pulled in five seconds", woken, 20, 5_000, { kind: "wake" }],
    [
      "planned for another request",
      { ...woken, plannedAt: at(5_000) },
      20,
      100,
      { kind: "nothing" },
    ],
    [
      "planned for this request",
      { ...woken, plannedAt: at(5_000) },
      10,
      100,
      { kind: "planned", at: at(5_000) },
    ],
    [
      "a plan whose task was lost",
      { ...woken, plannedAt: at(5_000) },
      20,
      15_000,
      { kind: "wake" },
    ],
    ["a request that woke it already", woken, 10, 60_000, { kind: "nothing" }],
    ["an older request than the one that woke it", woken, 9, 60_000, { kind: "nothing" }],
    [
      "a request that was listed meanwhile",
      { ...woken, listedVersion: 21 },
      20,
      60_000,
      { kind: "nothing" },
    ],
    [
      "a request of the moment that was listed",
      { ...woken, listedVersion: 20 },
      20,
      60_000,
      { kind: "wake" },
    ],
  ] as const)("%s", (_, changes, version, now, expected) => {
    expect(decideWake(createPhoneLink(changes), version, at(now))).toEqual(expected);
  });
});

describe("decidePlanned", () => {
  const wake = { kind: "wake" };
  const nothing = { kind: "nothing" };
  test.each([
    ["its own task", { plannedAt: at(5_000) }, at(5_000), wake],
    ["the task of a plan that was brought forward", { plannedAt: at(1_000) }, at(5_000), wake],
    ["the task of an older plan", { plannedAt: at(5_000) }, at(1_000), nothing],
    ["a plan that was dropped", {}, at(5_000), nothing],
    ["the time of what was held back", { heldUntil: at(5_000) }, at(5_000), wake],
    ["the time that it was once held back until", { heldUntil: at(9_000) }, at(5_000), nothing],
    [
      "that time, with a wake-up planned a moment later",
      { heldUntil: at(5_000), plannedAt: at(5_800) },
      at(5_000),
      { kind: "plan", at: at(5_800) },
    ],
    [
      "that time, just after the phone was woken",
      { heldUntil: at(5_000), wokenAt: at(4_900) },
      at(5_000),
      { kind: "plan", at: at(9_900) },
    ],
  ])("%s", (_, changes, taskAt, expected) => {
    const link = createPhoneLink(changes);
    expect(decidePlanned(link, taskAt, at(5_000))).toEqual(expected);
  });
});

describe("decideAfterPull", () => {
  const woken = { wokenAt: at(0), requestVersion: 10 };
  const planned = { ...woken, plannedAt: at(5_000) };
  const pull: Pull = {
    startedAt: at(100),
    readVersion: 100,
    newCount: 3,
    extent: "all",
    newestRequest: 0,
  };
  test.each([
    [
      "an idle pull writes nothing",
      { ...woken, pulledAt: at(50) },
      { newCount: 0 },
      { changes: {}, planAt: null },
    ],
    [
      "the pull after a wake-up is noted",
      woken,
      { newCount: 0 },
      { changes: { pulledAt: at(100), listedVersion: 100 }, planAt: null },
    ],
    [
      "a pull that nothing woke notes what it listed",
      {},
      {},
      { changes: { listedVersion: 100 }, planAt: null },
    ],
    [
      "a plan is dropped when all was listed",
      planned,
      { newestRequest: 99 },
      { changes: { pulledAt: at(100), listedVersion: 100, plannedAt: null }, planAt: null },
    ],
    [
      "a plan is brought forward when something came while it pulled",
      planned,
      { newestRequest: 100 },
      {
        changes: { pulledAt: at(100), listedVersion: 100, plannedAt: at(1_000) },
        planAt: at(1_000),
      },
    ],
    [
      "a full page brings the plan forward, and nothing counts as listed",
      planned,
      { extent: "page", newestRequest: 50 },
      { changes: { pulledAt: at(100), plannedAt: at(1_000) }, planAt: at(1_000) },
    ],
    [
      "a full page plans where nothing was planned",
      { ...woken, pulledAt: at(50) },
      { extent: "page" },
      { changes: { plannedAt: at(1_100) }, planAt: at(1_100) },
    ],
    [
      "a plan that comes soon enough stays, and its task is seen to",
      { ...planned, plannedAt: at(900) },
      { newestRequest: 100 },
      { changes: { pulledAt: at(100), listedVersion: 100 }, planAt: at(900) },
    ],
    [
      "a plan whose task never came is made anew",
      { ...planned, plannedAt: at(199) },
      { extent: "page" },
      { changes: { pulledAt: at(100), plannedAt: at(1_000) }, planAt: at(1_000) },
    ],
    [
      "a phone woken while it pulled keeps its plan",
      { ...planned, wokenAt: at(150) },
      { newestRequest: 100 },
      { changes: { listedVersion: 100 }, planAt: null },
    ],
    [
      "a paused phone keeps its plan, and nothing counts as listed",
      planned,
      { extent: "withheld", newCount: 0 },
      { changes: { pulledAt: at(100) }, planAt: null },
    ],
  ] as const)("%s", (_, changes, pulled, expected) => {
    expect(decideAfterPull(createPhoneLink(changes), { ...pull, ...pulled }, at(200))).toEqual(
      expected,
    );
  });
});
