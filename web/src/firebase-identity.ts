import {
  browserLocalPersistence,
  confirmPasswordReset,
  connectAuthEmulator,
  createUserWithEmailAndPassword,
  initializeAuth,
  onIdTokenChanged,
  sendPasswordResetEmail,
  signInWithEmailAndPassword,
  signOut,
  type User,
  updateProfile,
  verifyPasswordResetCode,
} from "firebase/auth";
import type { Config } from "./config.ts";
import { firebaseApp, isLocal } from "./firebase.ts";
import type { Identity, Person } from "./identity.ts";

export function createIdentity(config: Config): Identity {
  const auth = initializeAuth(firebaseApp(config), { persistence: browserLocalPersistence });
  if (isLocal(config)) connectAuthEmulator(auth, location.origin, { disableWarnings: true });
  // A new user is signed in before their name is stored: until then a token would not carry it.
  let naming: Promise<unknown> | null = null;
  return {
    watch: (onChange) => onIdTokenChanged(auth, (user) => onChange(user && personOf(user))),
    async token() {
      await naming?.catch(() => {});
      return (await auth.currentUser?.getIdToken()) ?? null;
    },
    async signIn(email, password) {
      await signInWithEmailAndPassword(auth, email, password);
    },
    async signUp(email, password, name) {
      const signedUp = createUserWithEmailAndPassword(auth, email, password).then(({ user }) =>
        name ? storeName(user, name) : undefined,
      );
      naming = signedUp;
      await signedUp;
    },
    signInWithGoogle: hasGoogle(config) ? signInWithGoogle : null,
    requestReset: (email) =>
      sendPasswordResetEmail(auth, email, { url: `${location.origin}/sign-in` }),
    sendsMail: !isLocal(config),
    whoseReset: (code) => verifyPasswordResetCode(auth, code),
    resetPassword: (code, password) => confirmPasswordReset(auth, code, password),
    async signOut() {
      await signOut(auth);
      // Nothing that was read or begun stays for whoever comes next.
      location.assign("/sign-in");
    },
  };

  async function signInWithGoogle(): Promise<void> {
    const google = await import("./firebase-google.ts");
    await google.signInWithGoogle(auth, config.handset?.gapiUrl ?? null);
  }
}

async function storeName(user: User, name: string): Promise<void> {
  await updateProfile(user, { displayName: name });
  await user.getIdToken(true);
}

function hasGoogle(config: Config): boolean {
  return isLocal(config) ? Boolean(config.handset?.gapiUrl) : Boolean(config.authDomain);
}

function personOf(user: User): Person {
  return { uid: user.uid, email: user.email, name: user.displayName };
}
