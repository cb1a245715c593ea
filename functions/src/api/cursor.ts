import { z } from "zod";
import { invalidField } from "../errors.ts";
import { ApiTime } from "../schema/api/message.ts";
import { isStrangeId } from "./strange-ids.ts";

const Position = z.tuple([
  ApiTime,
  z
    .string()
    .min(1)
    .refine((id) => !isStrangeId(id)),
]);

/** Where a page ended, as an opaque text. */
export function writeCursor(position: { createdAt: Date; id: string }): string {
  return Buffer.from(JSON.stringify([position.createdAt.toISOString(), position.id])).toString(
    "base64url",
  );
}

export function readCursor(text: string): { createdAt: Date; id: string } {
  try {
    const [createdAt, id] = Position.parse(
      JSON.parse(Buffer.from(text, "base64url").toString("utf8")),
    );
    return { createdAt: new Date(createdAt), id };
  } catch {
    throw invalidField("cursor", "Give the next_cursor of the page before, unchanged.");
  }
}
