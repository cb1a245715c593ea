import {
  applyActionCode,
  checkActionCode,
  confirmPasswordReset,
  createUserWithEmailAndPassword,
  deleteUser,
  EmailAuthProvider,
  fetchSignInMethodsForEmail,
  GoogleAuthProvider,
  getAdditionalUserInfo,
  isSignInWithEmailLink,
  linkWithCredential,
  reauthenticateWithCredential,
  reload,
  sendEmailVerification,
  sendPasswordResetEmail,
  sendSignInLinkToEmail,
  signInWithCredential,
  signInWithCustomToken,
  signInWithEmailAndPassword,
  signInWithEmailLink,
  type User,
  type UserCredential,
  unlink,
  updatePassword,
  updateProfile,
  verifyBeforeUpdateEmail,
  verifyPasswordResetCode,
} from "firebase/auth";
import { claimsOf, refusal } from "./outcome.ts";
import type { Cases } from "./sides.ts";

const PASSWORD = "correct horse";
const ACTION = { url: "http://localhost/after", handleCodeInApp: true };

async function shown(user: User) {
  const { email, emailVerified, displayName, photoURL, phoneNumber, isAnonymous, providerData } =
    user;
  const byId = providerData.toSorted((a, b) => a.providerId.localeCompare(b.providerId));
  const claims = claimsOf(await user.getIdToken());
  return { email, emailVerified, displayName, photoURL, phoneNumber, isAnonymous, byId, claims };
}

async function shownSignIn(credential: UserCredential) {
  const { providerId, operationType } = credential;
  const more = getAdditionalUserInfo(credential);
  const info = { isNewUser: more?.isNewUser, providerId: more?.providerId };
  return { providerId, operationType, info, user: await shown(credential.user) };
}

const google = (claims: object) => GoogleAuthProvider.credential(JSON.stringify(claims));

export const webCases: Cases = {
  "signs up": async (side, email) =>
    shownSignIn(await createUserWithEmailAndPassword(side.web(), email, PASSWORD)),

  "refuses a second sign-up": async (side, email) => {
    await createUserWithEmailAndPassword(side.web(), email, PASSWORD);
    return refusal(createUserWithEmailAndPassword(side.web(), email, PASSWORD));
  },

  "refuses a weak password, a bad address, nothing": async (side, email) => [
    await refusal(createUserWithEmailAndPassword(side.web(), email, "12345")),
    await refusal(createUserWithEmailAndPassword(side.web(), "no address", PASSWORD)),
    await refusal(createUserWithEmailAndPassword(side.web(), "", PASSWORD)),
    await refusal(createUserWithEmailAndPassword(side.web(), email, "")),
  ],

  "signs in": async (side, email) => {
    await createUserWithEmailAndPassword(side.web(), email, PASSWORD);
    return shownSignIn(await signInWithEmailAndPassword(side.web(), email.toUpperCase(), PASSWORD));
  },

  "refuses a wrong password and an unknown address": async (side, email) => {
    await createUserWithEmailAndPassword(side.web(), email, PASSWORD);
    return [
      await refusal(signInWithEmailAndPassword(side.web(), email, "wrong")),
      await refusal(signInWithEmailAndPassword(side.web(), `no-${email}`, PASSWORD)),
      await refusal(signInWithEmailAndPassword(side.web(), "no address", PASSWORD)),
    ];
  },

  "tells nothing of an address": async (side, email) => {
    await createUserWithEmailAndPassword(side.web(), email, PASSWORD);
    return fetchSignInMethodsForEmail(side.web(), email);
  },

  refreshes: async (side, email) => {
    const { user } = await createUserWithEmailAndPassword(side.web(), email, PASSWORD);
    return claimsOf(await user.getIdToken(true));
  },

  "changes name and picture, and takes the name away": async (side, email) => {
    const { user } = await createUserWithEmailAndPassword(side.web(), email, PASSWORD);
    await updateProfile(user, { displayName: "Ada", photoURL: "https://example.com/a.png" });
    await user.getIdToken(true);
    const named = await shown(user);
    await updateProfile(user, { displayName: "" });
    await reload(user);
    return [named, user.displayName];
  },

  "changes the password": async (side, email) => {
    const { user } = await createUserWithEmailAndPassword(side.web(), email, PASSWORD);
    await updatePassword(user, "another horse");
    return [
      await refusal(updatePassword(user, "short")),
      await refusal(signInWithEmailAndPassword(side.web(), email, PASSWORD)),
      await refusal(signInWithEmailAndPassword(side.web(), email, "another horse")),
      await shown(user),
    ];
  },

  "asks for the password again": async (side, email) => {
    const { user } = await createUserWithEmailAndPassword(side.web(), email, PASSWORD);
    const credential = (password: string) => EmailAuthProvider.credential(email, password);
    return [
      await refusal(reauthenticateWithCredential(user, credential("wrong"))),
      (await reauthenticateWithCredential(user, credential(PASSWORD))).operationType,
    ];
  },

  "resets the password by a mailed code, once": async (side, email) => {
    await createUserWithEmailAndPassword(side.web(), email, PASSWORD);
    await sendPasswordResetEmail(side.web(), email, { url: ACTION.url });
    const { oobCode, oobLink } = await side.mail(email, "PASSWORD_RESET");
    const link = Object.keys(Object.fromEntries(new URL(oobLink).searchParams)).sort();
    const web = side.web();
    return [
      link,
      await verifyPasswordResetCode(web, oobCode),
      await checkActionCode(web, oobCode),
      await refusal(confirmPasswordReset(web, oobCode, "short")),
      await refusal(confirmPasswordReset(web, oobCode, "another horse")),
      await refusal(confirmPasswordReset(web, oobCode, "third horse")),
      await refusal(signInWithEmailAndPassword(web, email, PASSWORD)),
      (await signInWithEmailAndPassword(web, email, "another horse")).user.emailVerified,
    ];
  },

  "sends no reset to an unknown address and says nothing of it": (side, email) =>
    refusal(sendPasswordResetEmail(side.web(), email)),

  "refuses a code that is none": async (side) => [
    await refusal(verifyPasswordResetCode(side.web(), "made up")),
    await refusal(confirmPasswordReset(side.web(), "made up", PASSWORD)),
    await refusal(applyActionCode(side.web(), "made up")),
    await refusal(checkActionCode(side.web(), "made up")),
  ],

  "verifies the address by a mailed code, once": async (side, email) => {
    const web = side.web();
    const { user } = await createUserWithEmailAndPassword(web, email, PASSWORD);
    await sendEmailVerification(user);
    const { oobCode } = await side.mail(email, "VERIFY_EMAIL");
    const checked = await checkActionCode(web, oobCode);
    await applyActionCode(web, oobCode);
    await reload(user);
    await user.getIdToken(true);
    return [checked, await shown(user), await refusal(applyActionCode(web, oobCode))];
  },

  "changes the address once the new one is proved": async (side, email) => {
    const web = side.web();
    const { user } = await createUserWithEmailAndPassword(web, email, PASSWORD);
    const newEmail = `new-${email}`;
    await verifyBeforeUpdateEmail(user, newEmail);
    const { oobCode } = await side.mail(email, "VERIFY_AND_CHANGE_EMAIL");
    const checked = await checkActionCode(web, oobCode);
    await applyActionCode(web, oobCode);
    const { user: changed } = await signInWithEmailAndPassword(side.web(), newEmail, PASSWORD);
    const former = await refusal(signInWithEmailAndPassword(side.web(), email, PASSWORD));
    return [checked, await shown(changed), former];
  },

  "signs in by a mailed link, once": async (side, email) => {
    const web = side.web();
    await sendSignInLinkToEmail(web, email, ACTION);
    const { oobLink } = await side.mail(email, "EMAIL_SIGNIN");
    const { status, headers } = await fetch(oobLink, { redirect: "manual" });
    const landed = headers.get("location") ?? "";
    const first = await signInWithEmailLink(web, email, landed);
    return [
      status,
      isSignInWithEmailLink(web, landed),
      new URL(landed).origin,
      await shownSignIn(first),
      await refusal(signInWithEmailLink(side.web(), email, landed)),
    ];
  },

  "refuses a mailed link to another address": async (side, email) => {
    const web = side.web();
    await sendSignInLinkToEmail(web, email, ACTION);
    const { oobLink } = await side.mail(email, "EMAIL_SIGNIN");
    return refusal(signInWithEmailLink(web, `other-${email}`, oobLink));
  },

  "signs in with Google, the first and the second time": async (side, email) => {
    const claims = { sub: email, email, email_verified: true, name: "Ada", picture: "https://a/b" };
    const first = await shownSignIn(await signInWithCredential(side.web(), google(claims)));
    return [first, await shownSignIn(await signInWithCredential(side.web(), google(claims)))];
  },

  "joins a proved Google address to the user who has it": async (side, email) => {
    const { user } = await createUserWithEmailAndPassword(side.web(), email, PASSWORD);
    const claims = { sub: email, email, email_verified: true };
    const joined = await signInWithCredential(side.web(), google(claims));
    const withPassword = await refusal(signInWithEmailAndPassword(side.web(), email, PASSWORD));
    return [joined.user.uid === user.uid, await shown(joined.user), withPassword];
  },

  "does not join a Google address that is not proved": async (side, email) => {
    await createUserWithEmailAndPassword(side.web(), email, PASSWORD);
    return refusal(signInWithCredential(side.web(), google({ sub: email, email })));
  },

  "links Google, refuses it to another, unlinks it": async (side, email) => {
    const { user } = await createUserWithEmailAndPassword(side.web(), email, PASSWORD);
    const credential = google({ sub: email, email, email_verified: true });
    await linkWithCredential(user, credential);
    const linked = await shown(user);
    const other = await createUserWithEmailAndPassword(side.web(), `other-${email}`, PASSWORD);
    const taken = await refusal(linkWithCredential(other.user, credential));
    await unlink(user, "google.com");
    return [linked, taken, user.providerData.map(({ providerId }) => providerId)];
  },

  "refuses a Google identity without a subject": (side, email) =>
    refusal(signInWithCredential(side.web(), google({ email }))),

  "deletes oneself": async (side, email) => {
    const { user } = await createUserWithEmailAndPassword(side.web(), email, PASSWORD);
    await deleteUser(user);
    return refusal(signInWithEmailAndPassword(side.web(), email, PASSWORD));
  },

  "signs in with a custom token and its claims": async (side, email) => {
    const token = await side.admin.createCustomToken(email, { role: "agent" });
    return shownSignIn(await signInWithCustomToken(side.web(), token));
  },

  "refuses a custom token that is none": async (side, email) => {
    const { user } = await createUserWithEmailAndPassword(side.web(), email, PASSWORD);
    return [
      await refusal(signInWithCustomToken(side.web(), await user.getIdToken())),
      await refusal(signInWithCustomToken(side.web(), "no token")),
    ];
  },
};
