import { z } from "zod";
import { SimSlot } from "./phone-number.ts";
import { Time } from "./time.ts";

export const Sim = z.object({
  slot: SimSlot,
  /** E.164 where the phone knows its own number; masked tails such as `*********222` are not kept here. */
  number: z.string().nullable(),
  carrier: z.string().nullable(),
});
export type Sim = z.infer<typeof Sim>;

/** How the phone is woken: by push, by an open event stream, or not at all until it asks by itself. */
export const WakeChannel = z.enum(["push", "stream", "poll"]);
export type WakeChannel = z.infer<typeof WakeChannel>;

const PerMinute = z.int().min(1).max(600).nullable();
const PerDay = z.int().min(1).max(100_000).nullable();

export const Pacing = z.object({
  /** Messages a minute, kept by the phone; null: no limit. */
  perMinute: PerMinute,
  /** Messages in 24 hours, kept by the phone, or by the server where the phone keeps a limit a minute; null: no limit. */
  perDay: PerDay,
  /** A random pause between two messages, in seconds. */
  intervalSecondsMin: z.int().min(0).max(3600),
  intervalSecondsMax: z.int().min(0).max(3600),
});
export type Pacing = z.infer<typeof Pacing>;

/** What is handed over for one SIM, in any 60 seconds and in any 24 hours; kept by the server, since a phone knows one limit for all. */
export const SimPacing = z.object({ perMinute: PerMinute, perDay: PerDay });
export type SimPacing = z.infer<typeof SimPacing>;

/** A limit a day that is used up until `until`. */
export const ReachedCap = z.object({
  /** Null: the limit of the whole phone. */
  slot: SimSlot.nullable(),
  /** In the 24 hours before. */
  sent: z.int().nonnegative(),
  until: Time,
});
export type ReachedCap = z.infer<typeof ReachedCap>;

export const Battery = z.object({
  levelPercent: z.number().min(0).max(100),
  isCharging: z.boolean(),
});
export type Battery = z.infer<typeof Battery>;

export const Network = z.enum(["none", "cellular", "wifi", "ethernet", "unknown"]);
export type Network = z.infer<typeof Network>;

/** `accounts/{a}/devices/{d}` */
export const Device = z.object({
  name: z.string().min(1).max(80),
  model: z.string(),
  appVersion: z.string().nullable(),
  sims: z.array(Sim).max(3),
  isOnline: z.boolean(),
  lastSeenAt: Time,
  wakeChannel: WakeChannel,
  battery: Battery.nullable(),
  network: Network.nullable(),
  pacing: Pacing,
  /** By slot; a SIM that is not in it has no limit of its own. */
  simPacing: z.record(z.string(), SimPacing).default({}),
  /** Written when a cap is reached; those whose `until` is past say nothing any more. */
  reachedCaps: z.array(ReachedCap).default([]),
  isPaused: z.boolean(),
  createdAt: Time,
});
export type Device = z.infer<typeof Device>;

/** How many messages were handed over in one second or one hour; `at`, in milliseconds, is when the last of them was. */
export const Release = z.object({ at: z.int(), count: z.int().positive() });
export type Release = z.infer<typeof Release>;

/** What was handed over for a SIM in the last minute, by seconds, and in the last day, by hours. */
export const SimReleases = z.object({ minute: z.array(Release), day: z.array(Release) });
export type SimReleases = z.infer<typeof SimReleases>;

/** `phoneLinks/{d}`: what no browser may read of a device, and when it was last woken. */
export const PhoneLink = z.object({
  accountId: z.string(),
  pushToken: z.string().nullable(),
  /** FCM refused this phone's token, so that its settings tell it to hold an event stream open instead. */
  isPushRefused: z.boolean().default(false),
  /** The unguessable part of the address to which the phone posts its webhooks. */
  hookSecret: z.string(),
  signingKey: z.string(),
  login: z.string(),
  wokenAt: Time.nullable(),
  pulledAt: Time.nullable(),
  /** When the next wake-up is planned for; null when none is. */
  plannedAt: Time.nullable(),
  /** When a limit next has room for what is held back, or a full page's rest is listed again; null when nothing is left out. */
  heldUntil: Time.nullable().default(null),
  /** When its going offline, its pause or its limit of the day was acted on; null: it can send. */
  awayAt: Time.nullable().default(null),
  /** By slot, `0` where the phone chooses; counted only on phones whose limits the server keeps. */
  releases: z.record(z.string(), SimReleases).default({}),
  /** The commit time, in microseconds, of the newest wake request that was acted on. */
  requestVersion: z.int().default(0),
  /** Whatever was requested before this moment, in microseconds of the database's clock, has been listed to the phone. */
  listedVersion: z.int().default(0),
  /** Grows by one with each event of that name; an open stream passes each growth on to the phone. */
  signals: z.record(z.string(), z.int()),
});
export type PhoneLink = z.infer<typeof PhoneLink>;

/** `wakes/{d}`: written by whatever gives a phone something to fetch; its trigger wakes the phone. */
export const WakeRequest = z.object({ accountId: z.string(), requestedAt: Time });
export type WakeRequest = z.infer<typeof WakeRequest>;

/** `deviceTokens/{sha256 of the token}` */
export const DeviceToken = z.object({ accountId: z.string(), deviceId: z.string() });
export type DeviceToken = z.infer<typeof DeviceToken>;

/** `phoneLogins/{login}`: what the app calls its user, where it was given a password; `passwordHash` is scrypt. */
export const PhoneLogin = z.object({
  accountId: z.string(),
  deviceId: z.string(),
  passwordHash: z.string(),
  createdAt: Time,
});
export type PhoneLogin = z.infer<typeof PhoneLogin>;

/** `pairings/{sha256 of the code or secret}`. A code pairs one phone and expires; an account's secret does neither. */
export const Pairing = z.object({
  accountId: z.string(),
  kind: z.enum(["code", "secret"]),
  /** Removed by a TTL policy after this. */
  expiresAt: Time.nullable(),
  usedAt: Time.nullable(),
  deviceId: z.string().nullable(),
  createdAt: Time,
});
export type Pairing = z.infer<typeof Pairing>;
