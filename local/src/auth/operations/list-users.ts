import { notImplemented } from "../errors.ts";
import { flag, text } from "../fields.ts";
import type { Operation } from "../operation.ts";
import { wireUser } from "../user.ts";

const PAGE_MAX = 1000;
const PAGE_DEFAULT = 20;
const QUERY_MAX = 500;

export const batchGet: Operation = (state, _body, call) => {
  const asked = Math.floor(Number(call.query.get("maxResults")) || PAGE_DEFAULT);
  const limit = Math.min(Math.max(asked, 1), PAGE_MAX);
  const found = state.users.page(call.query.get("nextPageToken") ?? "", limit + 1);
  const users = found.slice(0, limit);
  return {
    kind: "identitytoolkit#DownloadAccountResponse",
    users: users.map(wireUser),
    ...(found.length > limit ? { nextPageToken: users.at(-1)?.localId } : {}),
  };
};

export const queryAccounts: Operation = (state, body) => {
  if (flag(body, "returnUserInfo") === false) return { recordsCount: String(state.users.count()) };
  if (Array.isArray(body.expression) && body.expression.length > 0) {
    throw notImplemented("accounts:query by expression");
  }
  if ((text(body, "offset") ?? "0") !== "0") throw notImplemented("accounts:query with offset");
  if ((text(body, "order") ?? "ASC") === "DESC") throw notImplemented("accounts:query by DESC");
  const sortBy = text(body, "sortBy") ?? "USER_ID";
  if (sortBy !== "USER_ID") throw notImplemented(`accounts:query by ${sortBy}`);
  const limit = Math.min(Math.max(Number(text(body, "limit")) || QUERY_MAX, 1), QUERY_MAX);
  const users = state.users.page("", limit);
  return { recordsCount: String(users.length), userInfo: users.map(wireUser) };
};
