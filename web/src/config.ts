import { z } from "zod";

/** What Firebase Hosting, or the local host in its place, serves at `/__/firebase/init.json`. */
export const Config = z.object({
  apiKey: z.string().min(1),
  projectId: z.string().min(1),
  authDomain: z.string().nullish(),
  appId: z.string().nullish(),
  /** Present on one machine only: database and sign-in are answered by the host that served the page. */
  handset: z
    .object({
      local: z.boolean(),
      /** Stands in for Google's script where a machine signs in without the Internet. */
      gapiUrl: z.string().startsWith("/").nullish(),
    })
    .nullish(),
});
export type Config = z.infer<typeof Config>;

const CONFIG_URL = "/__/firebase/init.json";

export class ConfigError extends Error {
  override name = "ConfigError";
}

export async function loadConfig(): Promise<Config> {
  const response = await fetch(CONFIG_URL).catch(() => null);
  if (!response) throw new ConfigError("The server does not answer.");
  if (!response.ok)
    throw new ConfigError(`The server answered ${response.status} at ${CONFIG_URL}.`);
  const parsed = Config.safeParse(await response.json().catch(() => null));
  if (!parsed.success) {
    throw new ConfigError(`What the server gave at ${CONFIG_URL} is not a Firebase configuration.`);
  }
  return parsed.data;
}

/** Whether the server can be reached at all. */
export async function isServerThere(): Promise<boolean> {
  try {
    return (await fetch(CONFIG_URL, { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}
