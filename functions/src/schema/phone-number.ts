import { z } from "zod";

/** `+` and 7 to 15 digits. */
export const PhoneNumber = z.string().regex(/^\+[0-9]{7,15}$/);
export type PhoneNumber = string;

/** Whoever a text came from: a phone number, a short code or an alphanumeric sender such as `AMAZON`. */
export const Sender = z.string().min(1).max(64);
export type Sender = string;

/** 1-based, as printed on the phone. */
export const SimSlot = z.int().min(1).max(3);
export type SimSlot = number;
export const SIM_SLOTS: readonly SimSlot[] = [1, 2, 3];
