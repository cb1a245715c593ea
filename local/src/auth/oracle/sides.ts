import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import {
  deleteApp as deleteWebApp,
  type FirebaseApp,
  initializeApp as initializeWebApp,
} from "firebase/app";
import { connectAuthEmulator, getAuth as getWebAuth, type Auth as WebAuth } from "firebase/auth";
import { type App, deleteApp, initializeApp } from "firebase-admin/app";
import { type Auth as AdminAuth, getAuth as getAdminAuth } from "firebase-admin/auth";
import { PROJECT, startAuthBench } from "../testing.ts";

export interface MailedCode {
  email: string;
  requestType: string;
  oobCode: string;
  oobLink: string;
}

/** One server with both SDKs on it. */
export interface Side {
  url: string;
  admin: AdminAuth;
  /** A Web SDK where nobody is signed in. */
  web(): WebAuth;
  /** The newest mail to this address. */
  mail(email: string, requestType: string): Promise<MailedCode>;
  close(): Promise<void>;
}

export type Cases = Record<string, (side: Side, email: string) => Promise<unknown>>;

export async function startOurSide(): Promise<Side> {
  const bench = await startAuthBench();
  return connect(bench.server.url, () => bench.close());
}

/** In this process; five seconds to start. Enumeration protection on, as every new project has it. */
export async function startEmulatorSide(): Promise<Side> {
  const require = createRequire(import.meta.url);
  const { createApp } = require("firebase-tools/lib/emulator/auth/server");
  const server = createServer(await createApp(PROJECT));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await fetch(`${url}/emulator/v1/projects/${PROJECT}/config`, {
    method: "PATCH",
    headers: { authorization: "Bearer owner", "content-type": "application/json" },
    body: JSON.stringify({ emailPrivacyConfig: { enableImprovedEmailPrivacy: true } }),
  });
  return connect(url, async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
}

function connect(url: string, stop: () => Promise<void>): Side {
  const before = process.env.FIREBASE_AUTH_EMULATOR_HOST;
  process.env.FIREBASE_AUTH_EMULATOR_HOST = new URL(url).host;
  const app: App = initializeApp({ projectId: PROJECT }, url);
  const admin = getAdminAuth(app);
  if (before === undefined) delete process.env.FIREBASE_AUTH_EMULATOR_HOST;
  else process.env.FIREBASE_AUTH_EMULATOR_HOST = before;
  const webApps: FirebaseApp[] = [];
  return {
    url,
    admin,
    web() {
      const config = { apiKey: "any", projectId: PROJECT, authDomain: "localhost" };
      const webApp = initializeWebApp(config, crypto.randomUUID());
      webApps.push(webApp);
      const auth = getWebAuth(webApp);
      connectAuthEmulator(auth, url, { disableWarnings: true });
      return auth;
    },
    async mail(email, requestType) {
      const response = await fetch(`${url}/emulator/v1/projects/${PROJECT}/oobCodes`, {
        headers: { authorization: "Bearer owner" },
      });
      const { oobCodes }: { oobCodes: MailedCode[] } = await response.json();
      const found = oobCodes.findLast((m) => m.email === email && m.requestType === requestType);
      if (!found) throw new Error(`No ${requestType} mail to ${email}.`);
      return found;
    },
    async close() {
      await Promise.all(webApps.map((webApp) => deleteWebApp(webApp)));
      await deleteApp(app);
      await stop();
    },
  };
}
