import { z } from "zod";

/** A moment: Firestore's Timestamp (of either SDK) or a Date comes in, a Date comes out. */
export const Time = z.preprocess(
  (value) =>
    typeof value === "object" && value !== null && "toDate" in value
      ? (value as { toDate(): Date }).toDate()
      : value,
  z.date(),
);
export type Time = Date;
