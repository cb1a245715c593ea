import {
  createUserWithEmailAndPassword,
  signInWithCustomToken,
  signInWithEmailAndPassword,
} from "firebase/auth";
import type { UserRecord } from "firebase-admin/auth";
import { claimsOf, refusal } from "./outcome.ts";
import type { Cases } from "./sides.ts";

const PASSWORD = "correct horse";

/** Without the hash, which the emulator shows and we do not. */
function shown(user: UserRecord) {
  const { passwordHash, passwordSalt, metadata, ...record } = { ...user.toJSON() } as UserRecord;
  return record;
}

function linkShown(link: string) {
  const { pathname, searchParams } = new URL(link);
  const { oobCode, apiKey, ...rest } = Object.fromEntries(searchParams);
  return { pathname, rest, hasCode: Boolean(oobCode), hasKey: Boolean(apiKey) };
}

let phones = 0;
const phoneFor = new Map<string, string>();
function phoneOf(email: string): string {
  const known = phoneFor.get(email);
  if (known) return known;
  const phone = `+4930${String(++phones).padStart(7, "0")}`;
  phoneFor.set(email, phone);
  return phone;
}

export const adminCases: Cases = {
  "creates a user with everything": async ({ admin }, email) =>
    shown(
      await admin.createUser({
        uid: email,
        email: email.toUpperCase(),
        emailVerified: true,
        password: PASSWORD,
        displayName: "Ada",
        photoURL: "https://example.com/a.png",
        phoneNumber: phoneOf(email),
        disabled: true,
      }),
    ),

  "creates a user with nothing": async ({ admin }) => shown(await admin.createUser({})),

  "refuses what another user has": async ({ admin }, email) => {
    const phoneNumber = phoneOf(email);
    await admin.createUser({ uid: email, email, phoneNumber });
    return [
      await refusal(admin.createUser({ email })),
      await refusal(admin.createUser({ uid: email })),
      await refusal(admin.createUser({ phoneNumber })),
    ];
  },

  "finds users by each handle": async ({ admin }, email) => {
    const phoneNumber = phoneOf(email);
    await admin.createUser({ uid: email, email, phoneNumber });
    const handles = [{ uid: email }, { email: `no-${email}` }, { phoneNumber }];
    const { users, notFound } = await admin.getUsers(handles);
    return [
      shown(await admin.getUser(email)),
      shown(await admin.getUserByEmail(email)),
      shown(await admin.getUserByPhoneNumber(phoneNumber)),
      users.map(shown),
      notFound,
      await refusal(admin.getUser("nobody")),
      await refusal(admin.getUserByEmail("nobody@example.com")),
    ];
  },

  "changes a user, and takes things away": async ({ admin }, email) => {
    await admin.createUser({ uid: email, email, emailVerified: true, displayName: "Ada" });
    const changed = await admin.updateUser(email, {
      email: `new-${email}`,
      phoneNumber: phoneOf(email),
      password: PASSWORD,
      photoURL: "https://example.com/a.png",
      disabled: true,
    });
    const bare = await admin.updateUser(email, {
      displayName: null,
      photoURL: null,
      phoneNumber: null,
      disabled: false,
    });
    const unknown = await refusal(admin.updateUser("nobody", { disabled: true }));
    return [shown(changed), shown(bare), unknown];
  },

  "links and finds an identity of a provider": async ({ admin }, email) => {
    await admin.createUser({ uid: email, email });
    const providerToLink = { providerId: "google.com", uid: `g-${email}`, displayName: "Ada" };
    await admin.updateUser(email, { providerToLink });
    const found = await admin.getUserByProviderUid("google.com", `g-${email}`);
    const bare = await admin.updateUser(email, { providersToUnlink: ["google.com"] });
    return [shown(found), shown(bare)];
  },

  "puts custom claims in the next token": async ({ admin, web }, email) => {
    const { user } = await createUserWithEmailAndPassword(web(), email, PASSWORD);
    await admin.setCustomUserClaims(user.uid, { role: "owner", level: 3 });
    const claims = await admin.verifyIdToken(await user.getIdToken(true));
    await admin.setCustomUserClaims(user.uid, null);
    return [claims, claimsOf(await user.getIdToken(true))];
  },

  "refuses claims that are reserved or too large": async ({ admin }, email) => {
    await admin.createUser({ uid: email });
    return [
      await refusal(admin.setCustomUserClaims(email, { sub: "root" })),
      await refusal(admin.setCustomUserClaims(email, { long: "x".repeat(1000) })),
    ];
  },

  "shuts a disabled user out": async ({ admin, web }, email) => {
    const { user } = await createUserWithEmailAndPassword(web(), email, PASSWORD);
    const idToken = await user.getIdToken();
    await admin.updateUser(user.uid, { disabled: true });
    const custom = await admin.createCustomToken(user.uid);
    return [
      await refusal(signInWithEmailAndPassword(web(), email, PASSWORD)),
      await refusal(signInWithCustomToken(web(), custom)),
      await refusal(user.getIdToken(true)),
      await refusal(admin.verifyIdToken(idToken)),
    ];
  },

  "deletes users": async ({ admin, web }, email) => {
    const { user } = await createUserWithEmailAndPassword(web(), email, PASSWORD);
    const idToken = await user.getIdToken();
    await admin.createUser({ uid: email });
    await admin.deleteUser(user.uid);
    const { successCount, failureCount } = await admin.deleteUsers([email, "nobody"]);
    return [
      successCount,
      failureCount,
      await refusal(admin.deleteUser(user.uid)),
      await refusal(admin.getUser(email)),
      await refusal(admin.verifyIdToken(idToken)),
      await refusal(signInWithEmailAndPassword(web(), email, PASSWORD)),
    ];
  },

  "makes links for mails of one's own": async ({ admin }, email) => {
    await admin.createUser({ uid: email, email });
    const settings = { url: "http://localhost/after", handleCodeInApp: true };
    return [
      linkShown(await admin.generatePasswordResetLink(email, settings)),
      linkShown(await admin.generateEmailVerificationLink(email, settings)),
      linkShown(await admin.generateSignInWithEmailLink(`new-${email}`, settings)),
      linkShown(await admin.generateVerifyAndChangeEmailLink(email, `changed-${email}`, settings)),
      await refusal(admin.generateEmailVerificationLink(`no-${email}`)),
    ];
  },

  "imports users": async ({ admin }, email) => {
    const { successCount, failureCount, errors } = await admin.importUsers([
      { uid: email, email, displayName: "Ada", customClaims: { role: "agent" } },
      { uid: `${email}-2`, email },
    ]);
    return [
      successCount,
      failureCount,
      errors.map(({ index }) => index),
      shown(await admin.getUser(email)),
    ];
  },
};
