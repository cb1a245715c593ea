/** What the demo account is reached by. `demo.ts` makes it, `main.ts` prints it. */
export interface Demo {
  apiKey: string;
  accountId: string;
  /** Who signs in to its dashboard. */
  owner: { email: string; password: string };
  /** Null where no phone was paired. */
  deviceId: string | null;
  /** The simulated phone's special numbers, by what happens to a text written to them. */
  numbers: Record<string, string>;
  /** Stops the simulated phone. */
  close(): Promise<void>;
}

/** For programs: one line, when ready. */
export function announceJson(url: string, demo: Demo | null): string {
  const { apiKey, accountId, deviceId, numbers } = demo ?? {};
  const line = { url, api_key: apiKey, account_id: accountId, device_id: deviceId, numbers };
  return `${JSON.stringify(line)}\n`;
}

/** For people: where it is, what to paste, what to look at next. */
export function announce(url: string, dataDir: string, demo: Demo | null): string {
  if (!demo) return `\nHandset is ready: ${url}\nData: ${dataDir}\n\n`;
  const { apiKey, deviceId, numbers, owner } = demo;
  const answers = numbers.answers && `or to ${numbers.answers}, which answers`;
  return `
Handset is ready: ${url}
  sign in as ${owner.email}, password ${owner.password}

  Key    ${apiKey}
  Phone  ${deviceId ?? "none is paired"}${deviceId ? " (simulated: it sends nothing and costs nothing)" : ""}
  Data   ${dataDir}

Send a text:

  curl -X POST ${url}/api/v1/send \\
    -H "Authorization: Bearer ${apiKey}" \\
    -H "Content-Type: application/json" \\
    -d '{"to": "${numbers.delivered ?? "+12025550100"}", "message": "Hello from Handset"}'

See what became of it:

  curl -H "Authorization: Bearer ${apiKey}" ${url}/api/v1/messages

Next: write to ${numbers.radio_error ?? "another number"}, which fails and is refunded, ${answers ?? "or to your own phone"};
open ${url} and answer in the dashboard; pair your own phone there. Ctrl-C stops it, npm start finds everything again.

`;
}
