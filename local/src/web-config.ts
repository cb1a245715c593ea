import type { IncomingMessage, ServerResponse } from "node:http";

const PATH = "/__/firebase/init.json";

/** Answers what Firebase Hosting answers pages that ask for their project. False for any other request. */
export function sendWebConfig(
  req: IncomingMessage,
  res: ServerResponse,
  { projectId, allowStandIns }: { projectId: string; allowStandIns: boolean },
): boolean {
  if (req.url?.split("?")[0] !== PATH) return false;
  const config = {
    // Names a project to Google's servers; nothing here looks at it.
    apiKey: "local",
    projectId,
    authDomain: req.headers.host ?? "localhost",
    handset: {
      local: true,
      /** Google's part of signing in by popup, for a machine without the Internet; null where it may not be used. */
      gapiUrl: allowStandIns ? "/emulator/auth/gapi.js" : null,
    },
  };
  const body = JSON.stringify(config);
  res.writeHead(200, {
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(body),
    "Cache-Control": "no-store",
  });
  res.end(req.method === "HEAD" ? undefined : body);
  return true;
}
