import type { Failure } from "@handset/functions/schema/message.ts";

interface Advice {
  /** What happened, in a few words. */
  what: string;
  /** What to do about it. */
  advice: string;
}

export const FAILURE_ADVICE: Record<Failure["code"], Advice> = {
  radio_error: {
    what: "The phone's radio refused it",
    advice:
      "Often the SIM has no credit or cannot text this number. Send one text by hand from that phone, then send this again.",
  },
  no_service: {
    what: "The phone had no mobile network",
    advice: "Move it where there is signal, or send again with another phone.",
  },
  radio_off: {
    what: "The phone was in flight mode",
    advice: "Switch flight mode off on the phone, then send again.",
  },
  limit_exceeded: {
    what: "Android stopped the phone from texting this fast",
    advice:
      "Give the phone a slower pace under Phones, wait half an hour, then send again, or use a second phone.",
  },
  no_sim: {
    what: "The chosen SIM is not in the phone",
    advice: "Check the SIM card, or send again with another SIM.",
  },
  short_code_blocked: {
    what: "Android blocked a premium or short number",
    advice: "On the phone, allow premium SMS for the gateway app, then send again.",
  },
  no_default_sms_app: {
    what: "The phone has no SMS app of its own",
    advice: "Choose a default SMS app in Android's settings, then send again.",
  },
  not_delivered: {
    what: "The carrier could not deliver it",
    advice: "The number may be wrong, switched off or out of reach. Check it before sending again.",
  },
  expired: {
    what: "No phone sent it in time",
    advice: "See under Phones why the phone stayed away, then send again.",
  },
  canceled: { what: "It was canceled", advice: "Nothing was sent." },
  device_removed: {
    what: "Its phone was removed",
    advice: "Send again: another phone will take it.",
  },
  unknown: {
    what: "The phone gave no reason",
    advice: "Send one text by hand from that phone to see what Android says.",
  },
};
