import { setTimeout as sleep } from "node:timers/promises";

const { HANDSET_URL = "http://127.0.0.1:3000", HANDSET_KEY } = process.env;
const ATTEMPTS = 5;

/** A call of the API: repeated when it was refused for a while, or got no answer. */
export async function call(method, path, { body, idempotencyKey } = {}) {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(`${HANDSET_URL}/api/v1${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${HANDSET_KEY}`,
        "Content-Type": "application/json",
        ...(idempotencyKey && { "Idempotency-Key": idempotencyKey }),
      },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    }).catch((error) => {
      if (attempt === ATTEMPTS) throw error;
    });
    if (response?.ok) return response.json();
    if (
      response &&
      (attempt === ATTEMPTS || !(response.status === 429 || response.status >= 500))
    ) {
      const { code, detail } = await response.json();
      throw new Error(`${code}: ${detail}`);
    }
    await sleep(Number(response?.headers.get("Retry-After") ?? 2 ** attempt / 4) * 1000);
  }
}
