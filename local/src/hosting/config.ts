import { isMatch } from "./glob.ts";

/** The hosting section of `firebase.json`, as far as it is honoured here. */
export interface HostingConfig {
  public: string;
  ignore: string[];
  redirects: Redirect[];
  rewrites: Rewrite[];
  headers: HeaderRule[];
  cleanUrls: boolean;
  trailingSlash: boolean | undefined;
}

export type Matches = (path: string) => boolean;

export interface Redirect {
  source: string;
  matches: Matches;
  destination: string;
  status: number;
}

export interface Rewrite {
  matches: Matches;
  target: { file: string } | { functionName: string };
}

export interface HeaderRule {
  matches: Matches;
  headers: { key: string; value: string }[];
}

type Json = Record<string, unknown>;

/** Keys that say something to the CLI alone, or that we honour. */
const KNOWN_KEYS = new Set([
  ...["public", "ignore", "redirects", "rewrites", "headers", "cleanUrls", "trailingSlash"],
  ...["site", "target", "predeploy", "postdeploy", "appAssociation"],
]);

/** Refuses what it would otherwise accept and ignore. */
export function readHostingConfig(section: unknown): HostingConfig {
  if (Array.isArray(section) && section.length !== 1) {
    throw new Error(
      `firebase.json: hosting names ${section.length} sites; one machine serves one.`,
    );
  }
  const hosting = asRecord(Array.isArray(section) ? section[0] : (section ?? {}), "hosting");
  const unknown = Object.keys(hosting).find((key) => !KNOWN_KEYS.has(key));
  if (unknown) throw new Error(`firebase.json: hosting.${unknown} is not emulated here.`);
  return {
    public: typeof hosting.public === "string" ? hosting.public : "public",
    ignore: list(hosting.ignore).map(String),
    redirects: list(hosting.redirects).map(readRedirect),
    rewrites: list(hosting.rewrites).map(readRewrite),
    headers: list(hosting.headers).map(readHeaders),
    cleanUrls: hosting.cleanUrls === true,
    trailingSlash: typeof hosting.trailingSlash === "boolean" ? hosting.trailingSlash : undefined,
  };
}

function readRedirect(value: unknown): Redirect {
  const rule = asRecord(value, "redirects");
  if (typeof rule.destination !== "string") {
    throw new Error("firebase.json: a redirect of hosting needs a destination.");
  }
  const source = String(rule.source ?? rule.glob ?? rule.regex);
  const status = typeof rule.type === "number" ? rule.type : 301;
  return { source, matches: readMatcher(rule), destination: rule.destination, status };
}

function readRewrite(value: unknown): Rewrite {
  const rule = asRecord(value, "rewrites");
  const matches = readMatcher(rule);
  if (typeof rule.destination === "string") return { matches, target: { file: rule.destination } };
  const target = rule.function;
  const name = typeof target === "string" ? target : asRecord(target ?? {}, "function").functionId;
  if (typeof name === "string") return { matches, target: { functionName: name } };
  throw new Error(
    `firebase.json: the rewrite of ${rule.source ?? rule.regex} leads neither to a file nor to a function; nothing else is emulated here.`,
  );
}

function readHeaders(value: unknown): HeaderRule {
  const rule = asRecord(value, "headers");
  const headers = list(rule.headers).map((entry) => {
    const { key, value: content } = asRecord(entry, "headers");
    return { key: String(key), value: String(content) };
  });
  return { matches: readMatcher(rule), headers };
}

function readMatcher(rule: Json): Matches {
  const glob = rule.source ?? rule.glob;
  if (typeof glob === "string") {
    const pattern = /^[/!*]/.test(glob) ? glob : `/${glob}`;
    return remembered((path) => isMatch(path, pattern));
  }
  if (typeof rule.regex !== "string") {
    throw new Error("firebase.json: each rule of hosting needs a source or a regex.");
  }
  const regex = new RegExp(rule.regex.replaceAll("(?P<", "(?<"), "u");
  return (path) => regex.test(path);
}

const PATHS_REMEMBERED_MAX = 1_000;

/** A glob is compiled at each question, and most questions are about the same few paths. */
function remembered(matches: Matches): Matches {
  const answers = new Map<string, boolean>();
  return (path) => {
    const known = answers.get(path);
    if (known !== undefined) return known;
    const answer = matches(path);
    if (answers.size >= PATHS_REMEMBERED_MAX) answers.clear();
    answers.set(path, answer);
    return answer;
  };
}

function asRecord(value: unknown, place: string): Json {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Json;
  throw new Error(`firebase.json: ${place} of hosting must hold objects.`);
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
