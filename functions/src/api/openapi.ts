import { ERRORS, type ErrorCode } from "../errors.ts";
import { EVENTS_DESCRIBED } from "./openapi-events.ts";
import { SCHEMA_EXAMPLES } from "./openapi-examples.ts";
import { toProblem } from "./problems.ts";
import type { Api } from "./route.ts";

const TAGS = [
  ["Messages", "Send texts, follow them, and read what came back."],
  ["Conversations", "All messages with one contact."],
  ["Devices", "The phones that send for you, and how they join."],
  [
    "Webhooks",
    "We call you: what happens to messages and phones, signed and repeated until it arrives.",
  ],
  ["Billing", "What a text costs, what you have, and how it is topped up."],
  ["API keys", "What your programs sign in with."],
  ["Account", "The account itself."],
  ["Team", "The people of an account and what they may do."],
] as const;

const DESCRIPTION = `Send and receive SMS through your own Android phones.

Sign in with \`Authorization: Bearer hs_live_…\`. Times are RFC 3339, amounts are integers in millionths of the account's currency,
numbers are E.164. Every refusal is an RFC 9457 problem with a stable \`code\`; \`detail\` says what to do. A call that may have been lost is safe to
repeat when it carries an \`Idempotency-Key\`. \`429\` and \`503\` say in \`Retry-After\` when to try again.`;

/** Serves the description that the routes' own schemas give. */
export function describeApi(app: Api): void {
  app.openAPIRegistry.registerComponent("securitySchemes", "apiKey", {
    type: "http",
    scheme: "bearer",
    description: "An API key, `hs_live_…`.",
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "idToken", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description:
      "The Firebase ID token of a person who signed in, as the dashboard sends it, with the header `Handset-Account`.",
  });
  let document: object | undefined;
  app.get("/api/v1/openapi.json", (c) => {
    document ??= documentOf(app);
    return c.json(document);
  });
}

const EXAMPLE_DETAILS: Partial<Record<ErrorCode, string>> = {
  invalid_request: "to: +1415555 is not a phone number. Write + and the country code.",
  unauthenticated: "Send your API key in the header Authorization: Bearer hs_live_…",
  missing_scope: "This needs the scope messages:send, which the key lacks.",
  not_found: "There is no such message.",
  insufficient_balance: "This costs 0.03 USD and the balance is 0.01 USD. Top it up.",
  rate_limited: "At most 10000 messages a minute. Try again in 12 seconds.",
};

function documentOf(app: Api): object {
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Handset",
      version: "1",
      description: DESCRIPTION,
      license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    },
    servers: [{ url: "/" }],
    tags: TAGS.map(([name, description]) => ({ name, description })),
  });
  const schemas = document.components?.schemas ?? {};
  for (const [name, example] of Object.entries(SCHEMA_EXAMPLES)) {
    const schema = schemas[name];
    if (schema !== undefined && !("$ref" in schema)) Object.assign(schema, { examples: [example] });
  }
  const components = { ...document.components, examples: problemsIn(document.paths) };
  return { ...document, components, webhooks: EVENTS_DESCRIBED };
}

/** An example of each refusal that some operation gives. */
function problemsIn(paths: unknown): Record<string, object> {
  const text = JSON.stringify(paths);
  const codes = (Object.keys(ERRORS) as ErrorCode[]).filter((code) =>
    text.includes(`"#/components/examples/${code}"`),
  );
  return Object.fromEntries(
    codes.map((code) => {
      const { title } = ERRORS[code];
      const detail = EXAMPLE_DETAILS[code] ?? `${title}.`;
      return [
        code,
        { summary: title, value: toProblem(code, detail, "req_8sKd2mVq1ZtXw5RnYb7LcP") },
      ];
    }),
  );
}
