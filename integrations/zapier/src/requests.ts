import type {
  AfterResponseMiddleware,
  BeforeRequestMiddleware,
  Bundle,
} from "zapier-platform-core";

/** Of an operation of the API. */
export function addressOf({ authData }: Pick<Bundle, "authData">, path: string): string {
  return `${String(authData?.server_url ?? "").replace(/\/+$/, "")}/api/v1${path}`;
}

/** Without the fields that were left empty. */
export function given(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== ""),
  );
}

export const signIn: BeforeRequestMiddleware = (request, _z, bundle) => {
  const headers = { ...request.headers, Authorization: `Bearer ${bundle?.authData?.api_key}` };
  return { ...request, headers };
};

/** Handset says in `detail` what to do: the person who made the Zap should read that and no status code. */
export const explainFailure: AfterResponseMiddleware = (response, z) => {
  if (response.status < 400 || response.skipThrowForStatus) return response;
  const problem = readProblem(response.content);
  if (response.status === 429) {
    const seconds = Number(response.getHeader("retry-after") ?? 60);
    throw new z.errors.ThrottledError(problem.detail, Number.isFinite(seconds) ? seconds : 60);
  }
  throw new z.errors.Error(problem.detail, problem.code, response.status);
};

interface Problem {
  code: string;
  detail: string;
}

function readProblem(content: string): Problem {
  try {
    const { code, detail } = JSON.parse(content) as Partial<Problem>;
    if (typeof code === "string" && typeof detail === "string") return { code, detail };
  } catch {
    // A proxy in between answers in HTML.
  }
  return {
    code: "unknown",
    detail: "The server gave no answer that Handset would give. Check its address.",
  };
}
