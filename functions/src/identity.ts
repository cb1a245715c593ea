import type { App } from "firebase-admin/app";
import type { Identity } from "./context.ts";

export function createIdentity(app: App): Identity {
  return {
    async verifyIdToken(token) {
      const { getAuth } = await import("firebase-admin/auth");
      try {
        const { uid, email, name } = await getAuth(app).verifyIdToken(token);
        return { uid, email: email ?? null, name: typeof name === "string" ? name : null };
      } catch {
        return null;
      }
    },
  };
}
