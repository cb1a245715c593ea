import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { Arguments } from "./arguments.ts";
import { crc32c } from "./crc32c.ts";
import { int64 } from "./operators.ts";
import type { RulesValue } from "./values.ts";
import { RulesBytes, RulesDuration, RulesLatLng, RulesTimestamp, typeNameOf } from "./values.ts";

type NamespaceFunction = (args: Arguments) => RulesValue;

const NANOS_PER_UNIT: Record<string, bigint> = {
  w: 604_800_000_000_000n,
  d: 86_400_000_000_000n,
  h: 3_600_000_000_000n,
  m: 60_000_000_000n,
  s: 1_000_000_000n,
  ms: 1_000_000n,
  ns: 1n,
};

function onFloat(compute: (value: number) => RulesValue): NamespaceFunction {
  return (args) => {
    args.count(1);
    return compute(args.number(0));
  };
}

/** ceil, floor and round give integers; an integer passes unchanged. */
function toInteger(compute: (value: number) => number): NamespaceFunction {
  return (args) => {
    args.count(1);
    const value = args.value(0);
    if (typeof value === "bigint") return value;
    const result = compute(args.number(0));
    if (!Number.isFinite(result)) throw args.fail("has no integer result");
    return int64(BigInt(result), args.at);
  };
}

function hash(compute: (bytes: Uint8Array) => Uint8Array): NamespaceFunction {
  return (args) => {
    args.count(1);
    const value = args.value(0);
    if (value instanceof RulesBytes) return new RulesBytes(compute(value.bytes));
    return new RulesBytes(compute(Buffer.from(args.text(0), "utf8")));
  };
}

/** Most significant byte first, so that `toHexString()` reads as checksums are usually written. */
function checksumBytes(checksum: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(checksum);
  return bytes;
}

function digest(algorithm: string): NamespaceFunction {
  return hash((bytes) => createHash(algorithm).update(bytes).digest());
}

export const NAMESPACES: Record<string, Record<string, NamespaceFunction>> = {
  math: {
    abs: (args) => {
      args.count(1);
      const value = args.value(0);
      if (typeof value === "bigint") return int64(value < 0n ? -value : value, args.at);
      return Math.abs(args.number(0));
    },
    ceil: toInteger(Math.ceil),
    floor: toInteger(Math.floor),
    round: toInteger((value) => Math.sign(value) * Math.round(Math.abs(value))),
    isInfinite: onFloat((value) => value === Infinity || value === -Infinity),
    isNaN: onFloat(Number.isNaN),
    sqrt: onFloat(Math.sqrt),
    pow: (args) => {
      args.count(2);
      return args.number(0) ** args.number(1);
    },
  },
  hashing: {
    crc32: hash((bytes) => checksumBytes(crc32(bytes))),
    crc32c: hash((bytes) => checksumBytes(crc32c(bytes))),
    md5: digest("md5"),
    sha256: digest("sha256"),
  },
  latlng: {
    value: (args) => {
      args.count(2);
      const [latitude, longitude] = [args.number(0), args.number(1)];
      if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
        throw args.fail("needs a latitude within ±90 and a longitude within ±180");
      }
      return new RulesLatLng(latitude, longitude);
    },
  },
  duration: {
    value: (args) => {
      args.count(2);
      const unit = NANOS_PER_UNIT[args.text(1)];
      if (unit === undefined) throw args.fail(`knows no unit '${args.text(1)}'`);
      return new RulesDuration(args.integer(0) * unit);
    },
    time: (args) => {
      args.count(4);
      const [hours, minutes, seconds, nanos] = [0, 1, 2, 3].map((index) => args.integer(index));
      return new RulesDuration(
        ((hours ?? 0n) * 3600n + (minutes ?? 0n) * 60n + (seconds ?? 0n)) * 1_000_000_000n +
          (nanos ?? 0n),
      );
    },
    abs: (args) => {
      args.count(1);
      const value = args.value(0);
      if (!(value instanceof RulesDuration)) {
        throw args.fail(`needs a duration, got ${typeNameOf(value)}`);
      }
      return new RulesDuration(value.nanos < 0n ? -value.nanos : value.nanos);
    },
  },
  timestamp: {
    value: (args) => {
      args.count(1);
      return new RulesTimestamp(args.integer(0) * 1_000_000n);
    },
    date: (args) => {
      args.count(3);
      const [year, month, day] = [0, 1, 2].map((index) => Number(args.integer(index)));
      const date = new Date(0);
      date.setUTCFullYear(year ?? 0, (month ?? 0) - 1, day ?? 0);
      if (date.getUTCMonth() + 1 !== month || date.getUTCDate() !== day) {
        throw args.fail(`knows no day ${year}-${month}-${day}`);
      }
      return new RulesTimestamp(BigInt(date.getTime()) * 1_000_000n);
    },
  },
};
