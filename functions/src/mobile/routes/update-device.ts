import { z } from "zod";
import { updatePhone } from "../../devices/update-phone.ts";
import { GatewayError } from "../../errors.ts";
import { toAppVersion } from "../app-version.ts";
import type { MobileHandler } from "../env.ts";
import { OptionalText, readBody, SimCards } from "../wire.ts";

const Update = z.object({ id: z.string(), pushToken: OptionalText, simCards: SimCards });

export function updateDevice(): MobileHandler {
  return async (c) => {
    const phone = c.get("phone");
    const { id, pushToken, simCards } = await readBody(c, Update);
    if (id !== phone.actor.id) {
      throw new GatewayError("missing_scope", "This token belongs to another phone");
    }
    await updatePhone(phone, {
      pushToken,
      ...(simCards && { sims: simCards }),
      appVersion: toAppVersion(c.req.header("User-Agent")),
    });
    return c.body(null, 204);
  };
}
