import { parseArgs } from "node:util";
import { getAuth } from "firebase-admin/auth";
import { connect, print, UsageError } from "./connect.ts";

/** Makes the link with which a person who forgot their password chooses a new one. */
export async function run(args: string[], { dashboardUrl }: { dashboardUrl: string }) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { url: { type: "string", default: dashboardUrl } },
  });
  const [email, ...others] = positionals;
  if (email === undefined || others.length > 0) {
    throw new UsageError("Give the person's e-mail address, and nothing else.");
  }
  const page = URL.parse("/reset-password", values.url);
  if (!page) throw new UsageError("--url is the dashboard's address, such as https://example.com.");
  connect();
  page.searchParams.set("oobCode", await makeCode(email));
  print(
    `With this link ${email} chooses a new password, once and within the hour. Give it to them alone.`,
  );
  print(page.href);
  return 0;
}

async function makeCode(email: string): Promise<string> {
  const link = await getAuth()
    .generatePasswordResetLink(email)
    .catch((error: unknown) => {
      if (!NOBODY.has(codeOf(error))) throw error;
      throw new UsageError(`Nobody signs in as ${email}.`);
    });
  const code = new URL(link).searchParams.get("oobCode");
  if (!code) throw new Error("Sign-in made a link without a code.");
  return code;
}

const NOBODY = new Set(["auth/user-not-found", "auth/email-not-found"]);

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
