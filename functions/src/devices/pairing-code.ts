import { randomText, sha256 } from "../ids.ts";

/** Digits and letters that nobody mistakes for one another. */
const ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const LENGTH = 8;

export function newPairingCode(): string {
  return randomText(LENGTH, ALPHABET);
}

/** The same however a person types it: small letters, spaces, a dash in the middle. */
export function hashPairingCode(typed: string): string {
  return sha256(typed.toUpperCase().replace(/[\s-]/g, ""));
}
