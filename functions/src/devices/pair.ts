import { recordAudit } from "../audit/record.ts";
import { type Services, type Transaction, withTransaction } from "../context.ts";
import { GatewayError } from "../errors.ts";
import { newId, newSecret, randomText, sha256 } from "../ids.ts";
import type { Device, Pairing, PhoneLink } from "../schema/device.ts";
import { type Credentials, checkLogin } from "./check-login.ts";
import { chooseDeviceName } from "./device-name.ts";
import { hashPairingCode } from "./pairing-code.ts";
import { readPairing, writeRegistration } from "./pairing-store.ts";
import { hashPassword } from "./passwords.ts";
import { mergeSims, type ReportedSim } from "./sims.ts";
import { DEVICES_MAX, readDeviceNames } from "./store.ts";
import { tryPush } from "./try-push.ts";

const LOGIN_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const PASSWORD_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";

export type PairingCredential =
  | { kind: "code"; code: string }
  | { kind: "secret"; secret: string }
  | ({ kind: "login" } & Credentials);

export interface PairPhoneInput {
  credential: PairingCredential;
  name: string;
  pushToken: string | null;
  sims: ReportedSim[];
  appVersion: string | null;
}

export interface PairedPhone {
  accountId: string;
  deviceId: string;
  /** Shown once; only its hash is kept. */
  token: string;
  login: string;
  /** Null where the phone has one already, or pairs by the account's private token. */
  password: string | null;
}

/** Makes a phone a device of the account that its credential belongs to. A code is used up by it. */
export async function pairPhone(services: Services, input: PairPhoneInput): Promise<PairedPhone> {
  const { credential } = input;
  const known = credential.kind === "login" ? await checkLogin(services, credential) : null;
  const password = credential.kind === "code" ? randomText(14, PASSWORD_ALPHABET) : null;
  let passwordHash: string | null = null;
  const token = newSecret("");
  const login = known?.login ?? randomText(10, LOGIN_ALPHABET);
  const deviceId = newId("dev");
  const link = { hookSecret: newSecret(""), signingKey: newSecret("") };

  const accountId = await withTransaction(services, async (tx) => {
    const now = services.now();
    const owner = known?.accountId ?? (await accountOf(services, tx, credential, now));
    // Not before: somebody who guesses codes must not be able to spend our time on it.
    if (password !== null) passwordHash ??= await hashPassword(password);
    const names = await readDeviceNames(services.db, tx, owner);
    if (names.length >= DEVICES_MAX) throw tooMany();
    const device = newDevice(input, names, now);
    writeRegistration(services.db, tx, owner, {
      deviceId,
      device,
      link: { ...newLink(owner, login, input), ...link },
      tokenHash: sha256(token),
      codeHash: credential.kind === "code" ? hashPairingCode(credential.code) : null,
      login:
        passwordHash === null ? null : { accountId: owner, deviceId, passwordHash, createdAt: now },
    });
    const actor = { type: "device", id: deviceId } as const;
    const details = { name: device.name, by: credential.kind };
    recordAudit({ ...services, accountId: owner, actor }, tx, "device.paired", deviceId, details);
    return owner;
  });
  const { pushToken } = input;
  if (pushToken !== null) await tryPush(services, { accountId, deviceId, pushToken });
  services.log.info("phone_paired", { accountId, deviceId, by: credential.kind });
  return { accountId, deviceId, token, login, password };
}

async function accountOf(
  { db }: Services,
  tx: Transaction,
  credential: PairingCredential,
  now: Date,
): Promise<string> {
  if (credential.kind === "login") throw new TypeError("A login is checked before.");
  const isCode = credential.kind === "code";
  const hash = isCode ? hashPairingCode(credential.code) : sha256(credential.secret);
  const pairing = await readPairing(db, tx, hash);
  const what = isCode ? "Pairing code" : "Private token";
  if (pairing === null || pairing.kind !== credential.kind) throw refusal(`${what} not recognised`);
  if (isUsed(pairing)) throw refusal(`${what} already used`);
  if (isExpired(pairing, now)) throw refusal(`${what} expired`);
  return pairing.accountId;
}

function isUsed({ kind, usedAt }: Pairing): boolean {
  return kind === "code" && usedAt !== null;
}

function isExpired({ expiresAt }: Pairing, now: Date): boolean {
  return expiresAt !== null && expiresAt <= now;
}

/** The app shows this sentence to whoever holds the phone. */
function refusal(message: string): GatewayError {
  return new GatewayError("unauthenticated", message);
}

function tooMany(): GatewayError {
  return new GatewayError("conflict", `An account has at most ${DEVICES_MAX} phones: remove one`);
}

function newDevice(input: PairPhoneInput, names: string[], now: Date): Device {
  return {
    name: chooseDeviceName(input.name, names),
    model: input.name,
    appVersion: input.appVersion,
    sims: mergeSims([], input.sims),
    isOnline: true,
    lastSeenAt: now,
    wakeChannel: input.pushToken === null ? "poll" : "push",
    battery: null,
    network: null,
    pacing: { perMinute: null, perDay: null, intervalSecondsMin: 0, intervalSecondsMax: 0 },
    simPacing: {},
    reachedCaps: [],
    isPaused: false,
    createdAt: now,
  };
}

function newLink(
  accountId: string,
  login: string,
  { pushToken }: PairPhoneInput,
): Omit<PhoneLink, "hookSecret" | "signingKey"> {
  return {
    accountId,
    login,
    pushToken,
    isPushRefused: false,
    wokenAt: null,
    pulledAt: null,
    plannedAt: null,
    heldUntil: null,
    awayAt: null,
    releases: {},
    requestVersion: 0,
    listedVersion: 0,
    signals: {},
  };
}
