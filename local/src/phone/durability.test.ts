import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createHarness, listed, until } from "./testing/harness.ts";
import { createManualClock } from "./testing/manual-clock.ts";
import { runPhoneProcess } from "./testing/phone-process.ts";
import type { StrictServer } from "./testing/strict-server.ts";

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "handset-phone-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

function reported(server: StrictServer, state: string): Set<string> {
  const reports = server
    .all("PATCH /message")
    .flatMap(({ body }) => body as { id: string; state: string }[]);
  return new Set(reports.filter((report) => report.state === state).map((report) => report.id));
}

describe("a phone whose process is killed", () => {
  test("sends no text a second time, forgets none, and goes on to report each Delivered", async () => {
    const dataDir = temporaryDirectory();
    const { server, createPhone } = await createHarness();
    const ids = Array.from({ length: 200 }, (_, index) => `m${index}`);
    server.messages = ids.map((id) => listed({ id }));
    const first = runPhoneProcess("--server", server.url, "--token", "private", "--data", dataDir);
    await server.seen("PATCH /message", 40);
    first.kill("SIGKILL");
    await first.ended;
    expect(reported(server, "Delivered").size).toBeLessThan(ids.length);

    const second = createPhone({ dataDir });
    expect(second.state.deviceId).toBe("dev_1");
    await second.start();
    await until(() => reported(server, "Delivered").size === ids.length);
    expect(second.sentTexts.map((text) => text.id).sort()).toEqual([...ids].sort());
    expect(server.all("POST /device")).toHaveLength(1);
  });
});

describe("a phone that starts again", () => {
  test("keeps its registration, settings and webhooks", async () => {
    const dataDir = temporaryDirectory();
    const { server, phone, goOnline, settingsTaken, createPhone } = await createHarness({
      dataDir,
    });
    server.webhooks = [{ id: "wh", url: server.hookUrl, event: "sms:received" }];
    server.settings = { messages: { processing_order: "FIFO" } };
    await goOnline();
    await settingsTaken();
    await until(() => phone.state.webhooks.length === 1);
    await phone.close();
    const pullCount = server.all("GET /message").length;

    const again = createPhone();
    expect(again.state).toMatchObject({ deviceId: "dev_1", login: "A1B2C3" });
    expect(again.state.webhooks).toHaveLength(1);
    await again.start();
    const pull = await server.seen("GET /message", pullCount + 1);
    expect(pull.query.get("order")).toBe("fifo");
  });

  test("reports what the radio said while the app was off", async () => {
    const clock = createManualClock();
    const later = {
      isMute: () => false,
      transmit: () => [{ kind: "sent", afterMs: 60_000 } as const],
    };
    const dataDir = temporaryDirectory();
    const harness = await createHarness({ dataDir, clock, radio: later });
    await harness.goOnline();
    harness.server.messages = [listed()];
    harness.phone.push();
    await harness.server.seen("PATCH /message");
    await until(() => harness.phone.state.waitingReports === 0);
    await harness.phone.close();
    harness.server.messages = [];
    clock.advance(60_000);

    const again = harness.createPhone();
    await again.start();
    expect((await harness.server.seen("PATCH /message", 2)).body).toMatchObject([
      { state: "Sent" },
    ]);
    expect(again.sentTexts).toHaveLength(1);
  });

  test("resumes reports that were not taken", async () => {
    const clock = createManualClock();
    const dataDir = temporaryDirectory();
    const harness = await createHarness({ dataDir, clock });
    harness.server.respondOnce("PATCH /message", { status: 503 });
    await harness.goOnline();
    harness.server.messages = [listed({ validUntil: "2026-11-22T08:00:00.000Z" })];
    harness.phone.push();
    await clock.untilScheduled(10_000);
    harness.server.messages = [];
    await harness.phone.close();

    await harness.createPhone().start();
    await clock.untilScheduled(10_000);
    clock.advance(10_000);
    expect((await harness.server.seen("PATCH /message", 2)).body).toMatchObject([
      { state: "Failed" },
    ]);
  });

  test("forgets finished messages once the settings limit how long it keeps them, and would send them again", async () => {
    const clock = createManualClock();
    const { server, phone, goOnline, settingsTaken } = await createHarness({ clock });
    server.settings = { messages: { log_lifetime_days: 1 } };
    await goOnline();
    await settingsTaken();
    server.messages = [listed()];
    phone.push();
    await until(() => phone.sentTexts.length === 1);
    await phone.stop();
    clock.advance(2 * 86_400_000);
    await phone.start();
    await until(() => phone.sentTexts.length === 2);
  });
});
