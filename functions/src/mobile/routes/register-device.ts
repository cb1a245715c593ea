import { z } from "zod";
import type { Services } from "../../context.ts";
import { pairPhone } from "../../devices/pair.ts";
import { toAppVersion } from "../app-version.ts";
import { readCredential } from "../credentials.ts";
import type { MobileHandler } from "../env.ts";
import { OptionalText, readBody, SimCards } from "../wire.ts";

const Registration = z.object({
  name: z.string().max(200).default(""),
  pushToken: OptionalText,
  simCards: SimCards,
});

export function registerDevice(services: Services): MobileHandler {
  return async (c) => {
    const credential = readCredential(c);
    const { name, pushToken, simCards } = await readBody(c, Registration);
    const paired = await pairPhone(services, {
      credential,
      name,
      pushToken,
      sims: simCards ?? [],
      appVersion: toAppVersion(c.req.header("User-Agent")),
    });
    return c.json(
      {
        id: paired.deviceId,
        token: paired.token,
        login: paired.login,
        ...(paired.password !== null && { password: paired.password }),
      },
      201,
    );
  };
}
