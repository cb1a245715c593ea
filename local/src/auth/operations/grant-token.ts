import { ensure } from "../errors.ts";
import { text } from "../fields.ts";
import type { Operation } from "../operation.ts";
import { checkRefreshToken, mintIdToken } from "../tokens.ts";

/** A refresh token lasts until it is revoked: several tabs share one. */
export const grantToken: Operation = (state, body) => {
  const grantType = text(body, "grantType");
  const refreshToken = text(body, "refreshToken");
  ensure(grantType, "MISSING_GRANT_TYPE");
  ensure(grantType === "refresh_token", "INVALID_GRANT_TYPE");
  ensure(refreshToken, "MISSING_REFRESH_TOKEN");
  checkRefreshToken(state, refreshToken);
  return state.write(() => {
    const { session, user } = checkRefreshToken(state, refreshToken);
    const nowMs = state.now();
    state.users.save({ ...user, lastRefreshAtMs: nowMs });
    state.sessions.touch(refreshToken, nowMs);
    const { idToken, expiresIn } = mintIdToken(state, user, session);
    return {
      access_token: idToken,
      expires_in: expiresIn,
      token_type: "Bearer",
      refresh_token: refreshToken,
      id_token: idToken,
      user_id: user.localId,
      project_id: state.projectId,
    };
  });
};
