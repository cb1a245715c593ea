/** Who is signed in, as Firebase Authentication says; a fake stands in for it in tests. */
export interface Person {
  uid: string;
  email: string | null;
  name: string | null;
}

export interface Identity {
  watch(onChange: (person: Person | null) => void): () => void;
  token(): Promise<string | null>;
  signIn(email: string, password: string): Promise<void>;
  signUp(email: string, password: string, name: string): Promise<void>;
  /** Null where there is no sign-in with Google. */
  signInWithGoogle: (() => Promise<void>) | null;
  requestReset(email: string): Promise<void>;
  /** False on one machine: whoever runs it hands links on. */
  sendsMail: boolean;
  /** Whose password the code of a link sets. */
  whoseReset(code: string): Promise<string>;
  resetPassword(code: string, password: string): Promise<void>;
  signOut(): Promise<void>;
}

const SENTENCES: Record<string, string> = {
  "auth/invalid-credential": "That e-mail and password do not belong together.",
  "auth/wrong-password": "That e-mail and password do not belong together.",
  "auth/user-not-found": "That e-mail and password do not belong together.",
  "auth/invalid-email": "That is not an e-mail address.",
  "auth/email-already-in-use": "There is a user with this e-mail already. Sign in instead.",
  "auth/weak-password": "Choose a longer password: at least eight characters.",
  "auth/password-does-not-meet-requirements":
    "Choose a longer password: at least eight characters.",
  "auth/too-many-requests": "Too many attempts. Wait a few minutes, then try again.",
  "auth/user-disabled": "This user is switched off. Ask who runs this server.",
  "auth/network-request-failed": "The server does not answer. Check your connection and try again.",
  "auth/expired-action-code": "This link has expired. Ask for a new one.",
  "auth/invalid-action-code": "This link was used already, or is not whole. Ask for a new one.",
  "auth/operation-not-allowed": "This way of signing in is not switched on for this server.",
  "auth/popup-blocked": "The browser blocked Google's window. Allow it, then try again.",
};
const CHANGED_THEIR_MIND = new Set(["auth/popup-closed-by-user", "auth/cancelled-popup-request"]);

/** What to tell a person about a failed sign-in; null when there is nothing to tell. */
export function signInSentence(error: unknown): string | null {
  if (!error) return null;
  const code = typeof error === "object" && "code" in error ? String(error.code) : "";
  if (CHANGED_THEIR_MIND.has(code)) return null;
  return SENTENCES[code] ?? "That did not work. Try again in a moment.";
}
