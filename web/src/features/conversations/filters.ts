import { parseSimValue, type SimChoice } from "../../sms/sim-choice.ts";

export type Show = "open" | "unread" | "archived";

/** What the conversation list shows, as its address says. */
export interface ConversationFilters {
  show: Show;
  via: SimChoice | null;
  /** A member's uid, `nobody`, or null for everybody. */
  assignee: string | null;
  search: string;
}

const SHOWS: readonly string[] = ["open", "unread", "archived"] satisfies Show[];

export function readFilters(params: URLSearchParams): ConversationFilters {
  const show = params.get("show") ?? "";
  return {
    show: SHOWS.includes(show) ? (show as Show) : "open",
    via: parseSimValue(params.get("via") ?? ""),
    assignee: params.get("assignee") || null,
    search: params.get("q") ?? "",
  };
}

/** The address's parameters with one of them changed; an empty value removes it. */
export function withParam(params: URLSearchParams, name: string, value: string): URLSearchParams {
  const next = new URLSearchParams(params);
  if (value) next.set(name, value);
  else next.delete(name);
  return next;
}

export const NOBODY = "nobody";
