// @vitest-environment happy-dom
import { cleanup, render } from "@testing-library/react";
import { afterEach, describe, expect, test } from "vitest";
import { SegmentMeter } from "./segment-meter.tsx";

afterEach(cleanup);

describe("SegmentMeter", () => {
  test.each([
    ["a plain text", "Hello", "1 segment, GSM-7, $0.03", null],
    ["a text of two parts", "a".repeat(161), "2 segments, GSM-7, $0.06", null],
    ["one sign that makes it Unicode", `${"a".repeat(80)}ł`, "2 segments, Unicode, $0.06", "“ł”"],
  ])("prices %s", (_, text, price, culprit) => {
    const { container } = render(
      <SegmentMeter text={text} pricePerSegment={30_000} currency="USD" />,
    );
    expect(container.textContent).toContain(price);
    if (culprit) expect(container.textContent).toContain(culprit);
    else expect(container.textContent).not.toContain("Unicode");
  });

  test("says what the text would take without its costly signs", () => {
    const { container } = render(
      <SegmentMeter text={`${"a".repeat(140)}🎉`} pricePerSegment={0} currency="USD" />,
    );
    expect(container.textContent).toContain("3 segments, Unicode");
    expect(container.textContent).toContain("1 without such signs");
    expect(container.textContent).not.toContain("$");
  });
});
