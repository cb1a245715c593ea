import { z } from "zod";
import { Network, WakeChannel } from "../device.ts";
import { SIM_SLOTS, SimSlot } from "../phone-number.ts";
import { ApiTime } from "./message.ts";

const PerMinute = z.int().min(1).max(600).nullable();
const PerDay = z.int().min(1).max(100_000).nullable();

export const ApiPacing = z.strictObject({
  per_minute: PerMinute,
  per_day: PerDay,
  interval_seconds_min: z.int().min(0).max(3600),
  interval_seconds_max: z.int().min(0).max(3600),
});

export const ApiDevice = z
  .object({
    id: z.string(),
    name: z.string(),
    model: z.string(),
    app_version: z.string().nullable(),
    online: z.boolean(),
    last_seen_at: ApiTime,
    paused: z.boolean(),
    wake_channel: WakeChannel,
    battery: z.object({ level_percent: z.number(), charging: z.boolean() }).nullable(),
    network: Network.nullable(),
    sims: z.array(
      z.object({
        slot: z.int(),
        number: z.string().nullable(),
        carrier: z.string().nullable(),
        per_minute: PerMinute.meta({
          description: "Texts that go by this SIM in any 60 seconds at most; null: no limit.",
        }),
        per_day: PerDay.meta({
          description: "Texts that go by this SIM in any 24 hours at most; null: no limit.",
        }),
        full_until: ApiTime.nullable().meta({
          description: "When a text may go by this SIM again, its day being used up; else null.",
        }),
      }),
    ),
    pacing: ApiPacing,
    created_at: ApiTime,
  })
  .meta({ id: "Device" });
export type ApiDevice = z.infer<typeof ApiDevice>;

export const DeviceList = z.object({ data: z.array(ApiDevice) }).meta({ id: "DeviceList" });

export const UpdateDeviceRequest = z
  .strictObject({
    name: z.string().trim().min(1).max(80).optional(),
    paused: z.boolean().optional(),
    pacing: ApiPacing.partial().optional(),
    sims: z
      .array(
        z.strictObject({
          slot: SimSlot,
          per_minute: PerMinute.optional(),
          per_day: PerDay.optional(),
        }),
      )
      .max(SIM_SLOTS.length)
      .optional()
      .meta({
        description: "Limits of single SIMs. What is left out stays as it is; null is no limit.",
        example: [{ slot: 1, per_day: 200 }],
      }),
  })
  .meta({ id: "UpdateDeviceRequest" });
export type UpdateDeviceRequest = z.infer<typeof UpdateDeviceRequest>;

export const PairingResponse = z
  .object({
    code: z.string().meta({
      description: "Typed into the app under “By Code”; pairs one phone.",
      example: "K7MPX2QD",
    }),
    expires_at: ApiTime,
    server_url: z.string().meta({ description: "Typed into the app as its API URL." }),
  })
  .meta({ id: "Pairing" });

export const PairingSecretResponse = z
  .object({
    private_token: z
      .string()
      .meta({ description: "Typed into the app as its private token. Shown once." }),
    server_url: z.string(),
  })
  .meta({ id: "PairingSecret" });
