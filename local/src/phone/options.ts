import type { Clock } from "./clock.ts";
import type { Duplication } from "./inbound.ts";
import type { Log } from "./log.ts";
import type { Radio } from "./radio.ts";
import type { SimCard } from "./sim-cards.ts";

export type Credentials =
  | { code: string }
  | { privateToken: string }
  | { login: string; password: string };

export interface PhoneOptions {
  /** What the user types as API URL, ending in `/mobile/v1`. A slash at its end is kept, as the app keeps it. */
  serverUrl: string;
  /** Where `phone.sqlite` lies; null keeps everything in memory. */
  dataDir: string | null;
  /** Used while the phone was never registered; the private token also when the server has forgotten the phone. */
  credentials: Credentials;
  /** `MANUFACTURER/PRODUCT`. Default `Handset/simulated`. */
  name?: string;
  /** Default: two SIMs. */
  sims?: readonly SimCard[];
  /** The release imitated. Default 1.68.0. */
  appVersion?: string;
  /** Default: what happens to a text depends on the number, see SPECIAL_NUMBERS. */
  radio?: Radio;
  clock?: Clock;
  /** From 0 up to 1, for pauses and SIM choice. Default `Math.random`. */
  random?: () => number;
  /** Default: says nothing. */
  log?: Log;
  /** The phone's time zone, minutes east of UTC. Default 60, so that servers meet an offset. */
  utcOffsetMinutes?: number;
  /** The token of a phone that has FCM: it opens no event stream and waits for `push`. Default: none. */
  pushToken?: string;
  /** Default 87. */
  batteryPercent?: number;
  /** How a text from the answering number is told. Default `retry`, and `both` for releases before 1.67. */
  answerDuplication?: Duplication;
}
