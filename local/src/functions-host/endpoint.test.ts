import { describe, expect, test, vi } from "vitest";
import { walk } from "./discover.ts";
import { applyParamDefaults } from "./param-defaults.ts";
import { firestore, https, params, pubsub, scheduler, tasks } from "./testing/sdk.ts";

const nothing = () => {};

describe("applyParamDefaults", () => {
  test("gives a parameter its default, and leaves alone what is set", () => {
    vi.stubEnv("SET_PARAM", "mine");
    vi.stubEnv("UNSET_PARAM", undefined);
    const set = params.defineString("SET_PARAM", { default: "theirs" });
    const unset = params.defineString("UNSET_PARAM", { default: "theirs" });
    applyParamDefaults();
    expect([set.value(), unset.value()]).toEqual(["mine", "theirs"]);
    vi.unstubAllEnvs();
  });
});

describe("what an export declares of itself", () => {
  test("names a function by its export, groups by a hyphen, and passes over what is none", () => {
    const api = https.onRequest({}, nothing);
    const found = walk(
      { api, group: { inner: api }, VERSION: 1, helper: nothing, default: { api } },
      "",
    );
    expect(found.map(({ name }) => name)).toEqual(["api", "group-inner"]);
  });

  test("takes the platform's defaults for what is not said", () => {
    const [api, queue, job] = walk(
      {
        api: https.onRequest({}, nothing),
        queue: tasks.onTaskDispatched({}, nothing),
        job: scheduler.onSchedule("every 5 minutes", nothing),
      },
      "",
    );
    expect(api).toMatchObject({ kind: "https", region: "us-central1", timeoutSeconds: 60 });
    expect(queue).toMatchObject({
      retryConfig: {
        maxAttempts: 3,
        minBackoffSeconds: 0.1,
        maxBackoffSeconds: 3600,
        maxDoublings: 16,
      },
      rateLimits: { maxConcurrentDispatches: 1000, maxDispatchesPerSecond: 500 },
    });
    expect(job).toMatchObject({
      schedule: "every 5 minutes",
      timeZone: "UTC",
      retryConfig: { maxAttempts: 1 },
    });
  });

  test("keeps what is said, parameters resolved", () => {
    vi.stubEnv("PLACE", "europe-west1");
    const region = params.defineString("PLACE", { default: "nowhere" });
    const [queue, job] = walk(
      {
        queue: tasks.onTaskDispatched(
          {
            region,
            timeoutSeconds: 30,
            retryConfig: { maxAttempts: 9 },
            rateLimits: { maxDispatchesPerSecond: 5 },
          },
          nothing,
        ),
        job: scheduler.onSchedule(
          { schedule: "0 9 * * *", timeZone: "Asia/Tokyo", retryCount: 2 },
          nothing,
        ),
      },
      "",
    );
    expect(queue).toMatchObject({
      ...{ region: "europe-west1", timeoutSeconds: 30 },
      ...{
        retryConfig: { maxAttempts: 9, maxDoublings: 16 },
        rateLimits: { maxDispatchesPerSecond: 5 },
      },
    });
    expect(job).toMatchObject({ timeZone: "Asia/Tokyo", retryConfig: { maxAttempts: 3 } });
    vi.unstubAllEnvs();
  });

  test.each([
    [
      "an event of another service",
      () => pubsub.onMessagePublished("topic", nothing),
      "messagePublished are not emulated",
    ],
    [
      "who wrote a document",
      () => firestore.onDocumentCreatedWithAuthContext("a/{b}", nothing),
      "use the trigger without auth context",
    ],
    ["two regions", () => https.onRequest({ region: ["a", "b"] }, nothing), "it names 2"],
    [
      "a pattern with two deep wildcards",
      () => firestore.onDocumentCreated("{a=**}/x/{b=**}", nothing),
      'more than one "**"',
    ],
  ])("refuses %s, by name", (_case, declare, message) => {
    expect(() => walk({ mine: declare() }, "")).toThrow(message);
  });
});
