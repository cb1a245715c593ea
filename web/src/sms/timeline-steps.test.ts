import { describe, expect, test } from "vitest";
import { timelineSteps } from "./timeline-steps.ts";

const at = (second: number) => new Date(Date.UTC(2026, 10, 22, 9, 0, second));

describe("timelineSteps", () => {
  test("says what was reached, how long each step took, and what is still to come", () => {
    const steps = timelineSteps({
      status: "sent",
      timeline: { queued: at(0), dispatched: at(4), sent: at(7) },
    });
    expect(steps.map(({ status, tookMs }) => [status, tookMs])).toEqual([
      ["queued", null],
      ["dispatched", 4000],
      ["sent", 3000],
      ["delivered", null],
    ]);
    expect(steps.at(-1)?.at).toBeNull();
  });

  test("promises nothing after an end", () => {
    const steps = timelineSteps({ status: "failed", timeline: { queued: at(0), failed: at(2) } });
    expect(steps.map(({ status }) => status)).toEqual(["queued", "failed"]);
  });

  test("invents no step that was skipped", () => {
    const steps = timelineSteps({
      status: "delivered",
      timeline: { queued: at(0), delivered: at(9) },
    });
    expect(steps.map(({ status }) => status)).toEqual(["queued", "delivered"]);
  });
});
