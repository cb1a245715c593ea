import { describe, expect, test } from "vitest";
import { createHarness, until } from "./testing/harness.ts";
import { runPhoneProcess } from "./testing/phone-process.ts";

describe("the phone's command line", () => {
  test("goes online, says as which device, and ends cleanly on SIGTERM", async () => {
    const { server } = await createHarness();
    const phone = runPhoneProcess(
      "--server",
      server.url,
      "--code",
      "k7mpx2",
      "--app-version",
      "1.70.4",
    );
    await server.seen("GET /events");
    await until(() => phone.stdout().includes("online as device dev_1"));
    phone.kill("SIGTERM");
    expect(await phone.ended).toBe(0);
    const { headers, body } = await server.seen("POST /device");
    expect(headers).toMatchObject({
      authorization: "Code k7mpx2",
      "user-agent": "me.capcom.smsgateway/1.70.4",
    });
    expect(body).toMatchObject({ name: "Handset/simulated" });
  });

  test("says what the server says of a wrong code, and nothing of the code", async () => {
    const { server } = await createHarness();
    const body = { message: "Pairing token not recognised" };
    server.respondOnce("POST /device", { status: 401, body });
    const phone = runPhoneProcess("--server", server.url, "--code", "wrong-code");
    expect(await phone.ended).toBe(1);
    expect(phone.stderr()).toContain("Failed to register device: Pairing token not recognised");
    expect(phone.stderr()).not.toContain("wrong-code");
    expect(phone.stderr()).not.toContain("    at ");
  });

  test.each([
    ["no server", ["--code", "x"], "--server is missing"],
    ["no address", ["--server", "here", "--code", "x"], '--server "here" is not'],
    ["no credentials", ["--server", "http://127.0.0.1:1"], "give one of --code"],
    [
      "two of them",
      ["--server", "http://127.0.0.1:1", "--code", "x", "--token", "y"],
      "give one of",
    ],
    ["an unknown flag", ["--sever", "http://127.0.0.1:1"], "--sever"],
  ])("refuses %s with one sentence", async (_name, args, sentence) => {
    const phone = runPhoneProcess(...args);
    expect(await phone.ended).toBe(2);
    expect(phone.stderr()).toContain(sentence);
    expect(phone.stderr()).not.toContain("    at ");
  });

  test("explains itself, special numbers included", async () => {
    const phone = runPhoneProcess("--help");
    expect(await phone.ended).toBe(0);
    expect(phone.stdout()).toMatch(/--server URL[\s\S]+\+12025550104 {2}answers/);
  });
});
