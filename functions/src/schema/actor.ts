import { z } from "zod";

/** Who did it. */
export const Actor = z.discriminatedUnion("type", [
  z.object({ type: z.literal("api_key"), id: z.string() }),
  z.object({ type: z.literal("user"), id: z.string() }),
  z.object({ type: z.literal("device"), id: z.string() }),
  /** Who runs the deployment, by the name that they gave. */
  z.object({ type: z.literal("operator"), id: z.string() }),
  z.object({ type: z.literal("system") }),
]);
export type Actor = z.infer<typeof Actor>;
