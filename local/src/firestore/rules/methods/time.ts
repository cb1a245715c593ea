import type { Arguments, MethodTable } from "../arguments.ts";
import { distanceMeters } from "../distance.ts";
import { RulesDuration, type RulesLatLng, RulesTimestamp } from "../values.ts";

const NANOS_PER_MILLI = 1_000_000n;
const NANOS_PER_SECOND = 1_000_000_000n;
const NANOS_PER_DAY = 86_400n * NANOS_PER_SECOND;

/** Rounds towards the past, before 1970 too. */
function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

function dateOf({ nanos }: RulesTimestamp): Date {
  return new Date(Number(floorDivide(nanos, NANOS_PER_MILLI)));
}

function dayOfYear(date: Date): number {
  const startOfYear = Date.UTC(date.getUTCFullYear(), 0, 1);
  return Math.floor((date.getTime() - startOfYear) / 86_400_000) + 1;
}

function calendarMethod(read: (date: Date) => number) {
  return (timestamp: RulesTimestamp, args: Arguments) => {
    args.count(0);
    return BigInt(read(dateOf(timestamp)));
  };
}

export const TIMESTAMP_METHODS: MethodTable<RulesTimestamp> = {
  year: calendarMethod((date) => date.getUTCFullYear()),
  month: calendarMethod((date) => date.getUTCMonth() + 1),
  day: calendarMethod((date) => date.getUTCDate()),
  hours: calendarMethod((date) => date.getUTCHours()),
  minutes: calendarMethod((date) => date.getUTCMinutes()),
  seconds: calendarMethod((date) => date.getUTCSeconds()),
  /** Monday is 1, Sunday 7. */
  dayOfWeek: calendarMethod((date) => ((date.getUTCDay() + 6) % 7) + 1),
  dayOfYear: calendarMethod(dayOfYear),
  nanos: ({ nanos }, args) => {
    args.count(0);
    return nanos - floorDivide(nanos, NANOS_PER_SECOND) * NANOS_PER_SECOND;
  },
  toMillis: ({ nanos }, args) => {
    args.count(0);
    return floorDivide(nanos, NANOS_PER_MILLI);
  },
  date: ({ nanos }, args) => {
    args.count(0);
    return new RulesTimestamp(floorDivide(nanos, NANOS_PER_DAY) * NANOS_PER_DAY);
  },
  time: ({ nanos }, args) => {
    args.count(0);
    return new RulesDuration(nanos - floorDivide(nanos, NANOS_PER_DAY) * NANOS_PER_DAY);
  },
};

export const DURATION_METHODS: MethodTable<RulesDuration> = {
  seconds: ({ nanos }, args) => {
    args.count(0);
    return nanos / NANOS_PER_SECOND;
  },
  nanos: ({ nanos }, args) => {
    args.count(0);
    return nanos % NANOS_PER_SECOND;
  },
};

export const LATLNG_METHODS: MethodTable<RulesLatLng> = {
  latitude: (place, args) => {
    args.count(0);
    return place.latitude;
  },
  longitude: (place, args) => {
    args.count(0);
    return place.longitude;
  },
  distance: (place, args) => {
    args.count(1);
    return distanceMeters(place, args.value(0), args);
  },
};
