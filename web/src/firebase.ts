import { type FirebaseApp, initializeApp } from "firebase/app";
import type { Config } from "./config.ts";

let app: FirebaseApp | undefined;

export function firebaseApp(config: Config): FirebaseApp {
  app ??= initializeApp({
    apiKey: config.apiKey,
    projectId: config.projectId,
    ...(config.authDomain ? { authDomain: config.authDomain } : {}),
    ...(config.appId ? { appId: config.appId } : {}),
  });
  return app;
}

export function isLocal(config: Config): boolean {
  return config.handset?.local === true;
}
