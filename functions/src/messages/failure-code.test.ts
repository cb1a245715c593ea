import { describe, expect, test } from "vitest";
import { toFailure } from "./failure-code.ts";

describe("toFailure", () => {
  test.each([
    ["Send result: RESULT_ERROR_GENERIC_FAILURE (Generic failure cause)", "radio_error"],
    ["Send result: RESULT_ERROR_LIMIT_EXCEEDED (…)", "limit_exceeded"],
    ["Send result: RESULT_ERROR_NO_SERVICE (…)", "no_service"],
    ["Send result: RESULT_ERROR_RADIO_OFF (…)", "radio_off"],
    ["Send result: RESULT_NO_DEFAULT_SMS_APP", "no_default_sms_app"],
    ["Send result: RESULT_ERROR_SHORT_CODE_NOT_ALLOWED (…)", "short_code_blocked"],
    ["Send result: RESULT_ERROR_SHORT_CODE_NEVER_ALLOWED (…)", "short_code_blocked"],
    ["sendSMS: java.lang.SecurityException", "radio_error"],
    ["Can't send message: No SIMs found", "no_sim"],
    ["Can't send message: SIM 2 not found", "no_sim"],
    ["Can't send message: bad padding", "unknown"],
    ["TTL expired", "expired"],
    ["Delivery result from SC +48500000000: 70", "not_delivered"],
    ["Delivery result: 70", "not_delivered"],
    ["What no app says today", "unknown"],
  ] as const)("%s → %s", (text, code) => {
    expect(toFailure(text)).toEqual({ code, detail: text });
  });

  test.each([null, "", "  "])("says so when the phone gave no reason (%j)", (text) => {
    expect(toFailure(text)).toEqual({ code: "unknown", detail: "The phone gave no reason." });
  });

  test("keeps the first 500 characters of an endless reason", () => {
    expect(toFailure(`sendSMS: ${"x".repeat(9_000)}`).detail).toHaveLength(500);
  });
});
