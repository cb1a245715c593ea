/** What a call came to, without what differs between any two runs: ids, tokens, times. */
export async function settle(run: () => Promise<unknown>): Promise<unknown> {
  try {
    return plain(await run());
  } catch (error) {
    return { thrown: codeOf(error) };
  }
}

export function codeOf(error: unknown): string {
  if (error instanceof Error && "code" in error) return String(error.code);
  return `unexpected ${String(error)}`;
}

/** The code of a refusal; says so when there was none. */
export async function refusal(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(() => "accepted", codeOf);
}

const VARYING =
  /^(uid|localId|user_id|sub|.*[tT]ime|createdAt|lastLoginAt|lastRefreshAt|validSince|iat|exp|.*Token|.*At)$/u;

function plain(value: unknown): unknown {
  if (value === undefined) return undefined;
  return JSON.parse(JSON.stringify(value), (name, item: unknown) => {
    if (name === "_mac") return undefined;
    if (VARYING.test(name) && item !== null && typeof item !== "object") return `<${typeof item}>`;
    return item;
  });
}

export function claimsOf(idToken: string): unknown {
  return JSON.parse(Buffer.from(idToken.split(".")[1] ?? "", "base64url").toString());
}
