import { afterEach, beforeEach } from "vitest";
import { openStorage, type Storage } from "../storage.ts";
import { type Auth, type AuthMail, type AuthOptions, createAuth } from "./auth.ts";
import { type AuthServer, startAuthServer } from "./server.ts";

export const PROJECT = "demo-auth";
/** Cheap scrypt: what is tested is not how slow it is. */
const PASSWORD_COST = 2 ** 4;

/** What a browser says that it takes. */
export const BROWSER = { accept: "text/html,application/xhtml+xml" };

/** What replies carry, all of it named here; a member that a reply lacks is undefined and fails the test that reads it. */
export interface WireBody {
  idToken: string;
  refreshToken: string;
  localId: string;
  id_token: string;
  refresh_token: string;
  email: string;
  oobCode: string;
  oobLink: string;
  users: Record<string, unknown>[];
  userInfo: Record<string, unknown>[];
  nextPageToken: string | undefined;
  oobCodes: { email: string; requestType: string; oobCode: string; oobLink: string }[];
  error: { code: number; message: string; status: string };
}

export interface Reply {
  status: number;
  headers: Headers;
  body: WireBody;
  text: string;
}

export interface AuthBench {
  auth: Auth;
  server: AuthServer;
  storage: Storage;
  mails: AuthMail[];
  clock: { advance(seconds: number): void; now(): number };
  /** A call as the Web SDK makes it. */
  person(rpc: string, body: unknown): Promise<Reply>;
  /** A call as the Admin SDK makes it; `rpc` goes after `projects/P`. */
  owner(rpc: string, body?: unknown, method?: string): Promise<Reply>;
  fetch(path: string, init?: RequestInit): Promise<Reply>;
  signIn(email: string, password: string): Promise<Reply>;
  /** The last mail to an address; `path` leads where its link does. */
  mailTo(email: string): AuthMail & { path: string };
  /** The form of the page that a mail leads to, sent by a browser. */
  submit(fields: Record<string, string>): Promise<Reply>;
  close(): Promise<void>;
}

export async function startAuthBench(
  options: Partial<AuthOptions> & { directory?: string } = {},
): Promise<AuthBench> {
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const storage = options.storage ?? openStorage(options.directory ?? null);
  const mails: AuthMail[] = [];
  const auth = createAuth({
    storage,
    projectId: PROJECT,
    now,
    passwordCost: PASSWORD_COST,
    sendMail: (mail) => void mails.push(mail),
    ...options,
  });
  const server = await startAuthServer({ auth, port: 0 });
  const call = async (path: string, init?: RequestInit): Promise<Reply> => {
    const response = await fetch(server.url + path, { redirect: "manual", ...init });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    const body = JSON.parse(isJson ? text : "{}");
    return { status: response.status, headers: response.headers, body, text };
  };
  const json = (body: unknown, method: string, headers: Record<string, string>): RequestInit => ({
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const person = (rpc: string, body: unknown) =>
    call(
      rpc === "token"
        ? "/securetoken.googleapis.com/v1/token?key=any"
        : `/identitytoolkit.googleapis.com/v1/${rpc}?key=any`,
      json(body, "POST", {}),
    );
  return {
    auth,
    server,
    storage,
    mails,
    clock: {
      now,
      advance(seconds) {
        ahead += seconds * 1000;
      },
    },
    person,
    owner: (rpc, body, method = "POST") =>
      call(
        `/identitytoolkit.googleapis.com/v1/projects/${PROJECT}${rpc}`,
        json(body, method, { authorization: "Bearer owner" }),
      ),
    fetch: call,
    signIn: (email, password) => person("accounts:signInWithPassword", { email, password }),
    mailTo(email) {
      const mail = mails.findLast(({ to }) => to === email);
      if (!mail) throw new Error(`No mail to ${email}.`);
      const { pathname, search } = new URL(mail.link);
      return { ...mail, path: pathname + search };
    },
    submit: (fields) =>
      call("/emulator/action", {
        method: "POST",
        headers: BROWSER,
        body: new URLSearchParams(fields),
      }),
    async close() {
      await server.close();
      await storage.close();
    },
  };
}

/** A bench for each test of a file, filled in before the test and closed after it. */
export function setUpAuth(options: Partial<AuthOptions>): AuthBench {
  const bench = {} as AuthBench;
  beforeEach(async () => {
    Object.assign(bench, await startAuthBench(options));
  });
  afterEach(() => bench.close());
  return bench;
}

/** Signs a new person up; answers their tokens. */
export async function signUpPerson(
  bench: AuthBench,
  { email = `${crypto.randomUUID()}@example.com`, password = "correct horse" } = {},
): Promise<{
  email: string;
  password: string;
  localId: string;
  idToken: string;
  refreshToken: string;
}> {
  const { status, body } = await bench.person("accounts:signUp", { email, password });
  if (status !== 200) throw new Error(`sign-up answered ${status}: ${JSON.stringify(body)}`);
  return { ...body, email, password };
}
