import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type Machine,
  messageOf,
  reaches,
  removeFolder,
  startMachine,
  temporaryFolder,
} from "./machine.ts";

const dataDir = temporaryFolder();
let machine: Machine;

beforeAll(async () => {
  machine = await startMachine(dataDir);
});

afterAll(async () => {
  await machine?.stop();
  removeFolder(dataDir);
});

const phone = () => `/devices/${machine.device_id}`;
const limit = (slot: number, per_day: number | null) =>
  machine.api(phone(), { method: "PATCH", body: { sims: [{ slot, per_day }] } });

async function send(sim_slot: number | null): Promise<string> {
  const to = machine.numbers.delivered;
  const named = { device_id: machine.device_id, ...(sim_slot && { sim_slot }) };
  return (await machine.api("/send", { body: { to, message: "Hello", ...named } })).body.id;
}

test("a SIM's cap holds its texts back and no other's, over a restart, until it is raised", async () => {
  await limit(1, 2);
  const pinned = [await send(1), await send(1), await send(1)];
  const [last] = pinned.slice(-1) as [string];
  for (const id of [...pinned.slice(0, 2), await send(2)]) await reaches(machine, id, "delivered");
  const free = await reaches(machine, await send(null), "delivered");
  expect(free.sim_slot).toBe(2);
  expect((await messageOf(machine, last)).status).toBe("queued");
  const [sim] = (await machine.api(phone())).body.sims;
  expect(sim).toMatchObject({ slot: 1, per_day: 2, full_until: expect.any(String) });

  await machine.kill();
  machine = await startMachine(dataDir);
  await reaches(machine, await send(2), "delivered");
  expect((await messageOf(machine, last)).status).toBe("queued");
  await limit(1, 3);
  await reaches(machine, last, "delivered");
});
