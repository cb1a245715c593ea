import type { Identity, Person } from "../identity.ts";

/** Sign-in that lets everybody in whose password is `correct horse`. */
export function createFakeIdentity(person: Person | null): Identity {
  let current = person;
  const watchers = new Set<(person: Person | null) => void>();
  const become = (next: Person | null) => {
    current = next;
    for (const watcher of watchers) watcher(next);
  };
  return {
    watch(onChange) {
      watchers.add(onChange);
      queueMicrotask(() => onChange(current));
      return () => watchers.delete(onChange);
    },
    token: async () => (current ? "a token" : null),
    async signIn(email, password) {
      if (password !== "correct horse") {
        throw Object.assign(new Error("wrong"), { code: "auth/invalid-credential" });
      }
      become({ uid: "u1", email, name: null });
    },
    async signUp(email, _password, name) {
      become({ uid: "u1", email, name });
    },
    signInWithGoogle: null,
    async requestReset() {},
    sendsMail: true,
    async whoseReset(code) {
      if (code === "old") {
        throw Object.assign(new Error("old"), { code: "auth/expired-action-code" });
      }
      return "ada@example.com";
    },
    async resetPassword() {},
    async signOut() {
      become(null);
    },
  };
}
