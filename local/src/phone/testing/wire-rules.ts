import type { SeenRequest } from "./strict-server.ts";

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|[+-]\d\d:\d\d)$/;
const STATES = ["Pending", "Cancelled", "Processed", "Sent", "Delivered", "Failed"];
const USER_AGENT = /^me\.capcom\.smsgateway\/\d+\.\d+\.\d+$/;
const AUTHORIZATION = /^(Bearer|Basic|Code) \S+$/;

/** What a server may rely on in anything a phone sends (device-protocol.md, sections 2, 3 and 6). */
export function findViolations(request: SeenRequest): string[] {
  const { method, path, headers, text, body } = request;
  const found: string[] = [];
  const expect = (isKept: boolean, rule: string) => {
    if (!isKept) found.push(`${method} ${path}: ${rule}`);
  };
  if (path !== "/events") expect(USER_AGENT.test(headers["user-agent"] ?? ""), "user agent");
  if (headers.authorization !== undefined) {
    expect(AUTHORIZATION.test(headers.authorization), "form of Authorization");
  }
  if (text !== "") {
    expect(headers["content-type"] === "application/json", "content type");
    expect(!/[<>&=']/.test(text), "HTML-safe escapes");
    expect(!text.includes(":null"), "nulls are dropped");
  }
  if (method === "PATCH" && path === "/message") checkReports(body, expect);
  if (path === "/hook") checkEnvelope(body, expect);
  return found;
}

type Expect = (isKept: boolean, rule: string) => void;

function checkReports(body: unknown, expect: Expect): void {
  const reports = body as {
    id: string;
    state: string;
    recipients: { phoneNumber: string; state: string }[];
    states: Record<string, string>;
  }[];
  expect(Array.isArray(reports) && reports.length === 1, "an array of one report");
  for (const { id, state, recipients, states } of reports) {
    expect(typeof id === "string" && STATES.includes(state), "id and state");
    expect(
      recipients.every((each) => STATES.includes(each.state)),
      "states of recipients",
    );
    expect(
      Object.entries(states).every(([name, at]) => STATES.includes(name) && DATE.test(at)),
      "dates",
    );
  }
}

function checkEnvelope(body: unknown, expect: Expect): void {
  const envelope = body as Record<string, unknown>;
  expect(/^[\w-]{21}$/.test(String(envelope.id)), "envelope id");
  expect(
    Object.keys(envelope).join() === "id,webhookId,event,deviceId,payload",
    "fields of the envelope",
  );
  for (const [name, value] of Object.entries(envelope.payload as Record<string, unknown>)) {
    if (name.endsWith("At")) expect(DATE.test(String(value)), `date ${name}`);
  }
}
