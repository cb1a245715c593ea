/**
 * What happens to a text depends on the number it is written to. The numbers are of the range kept for fiction, so that
 * none of them rings anywhere. Every other number behaves as `delivered` does.
 */
export const SPECIAL_NUMBERS = {
  /** Sent, then delivered. */
  delivered: "+12025550100",
  /** Sent; no delivery report ever comes. */
  no_report: "+12025550101",
  /** Refused by the radio. */
  radio_error: "+12025550102",
  /** Pulled by the phone, and never heard of again. */
  silent: "+12025550103",
  /** Delivered, and its owner writes back. */
  answers: "+12025550104",
} as const;
