import { z } from "zod";
import { changePassword as change } from "../../devices/change-password.ts";
import { GatewayError } from "../../errors.ts";
import type { MobileHandler } from "../env.ts";
import { readBody } from "../wire.ts";

const CHARACTERS_MIN = 14;
const PasswordChange = z.object({
  currentPassword: z.string().max(200),
  newPassword: z.string().max(200),
});

export function changePassword(): MobileHandler {
  return async (c) => {
    const input = await readBody(c, PasswordChange);
    if (input.newPassword.length < CHARACTERS_MIN) {
      throw new GatewayError(
        "invalid_request",
        `The new password needs ${CHARACTERS_MIN} characters`,
      );
    }
    await change(c.get("phone"), input);
    return c.body(null, 204);
  };
}
