import type { Failure } from "../schema/message.ts";

const DETAIL_CHARACTERS_MAX = 500;

/** The first pattern that fits names the code. Texts are those of the published app. */
const CODES: readonly (readonly [RegExp, Failure["code"]])[] = [
  [/^TTL expired/i, "expired"],
  [/RESULT_ERROR_LIMIT_EXCEEDED/, "limit_exceeded"],
  [/RESULT_ERROR_NO_SERVICE/, "no_service"],
  [/RESULT_ERROR_RADIO_OFF/, "radio_off"],
  [/RESULT_NO_DEFAULT_SMS_APP/, "no_default_sms_app"],
  [/SHORT_CODE_(?:NEVER|NOT)_ALLOWED/, "short_code_blocked"],
  [/No SIMs? found|SIM \d+ not found/i, "no_sim"],
  [/^Delivery result/i, "not_delivered"],
  [/^Send result|^sendSMS/i, "radio_error"],
];

/** What the phone said of a failure, as a stable code. */
export function toFailure(error: string | null): Failure {
  const detail = (error ?? "").trim().slice(0, DETAIL_CHARACTERS_MAX);
  if (detail === "") return { code: "unknown", detail: "The phone gave no reason." };
  const code = CODES.find(([pattern]) => pattern.test(detail))?.[1] ?? "unknown";
  return { code, detail };
}
