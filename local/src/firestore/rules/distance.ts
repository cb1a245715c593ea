import type { Arguments } from "./arguments.ts";
import { RulesLatLng, type RulesValue, typeNameOf } from "./values.ts";

const EARTH_RADIUS_METERS = 6_371_010;

/** Along a great circle. */
export function distanceMeters(from: RulesLatLng, to: RulesValue, args: Arguments): number {
  if (!(to instanceof RulesLatLng)) throw args.fail(`needs a latlng, got ${typeNameOf(to)}`);
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const latitudeSine = Math.sin(radians(to.latitude - from.latitude) / 2);
  const longitudeSine = Math.sin(radians(to.longitude - from.longitude) / 2);
  const chord =
    latitudeSine ** 2 +
    Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * longitudeSine ** 2;
  return 2 * EARTH_RADIUS_METERS * Math.asin(Math.min(1, Math.sqrt(chord)));
}
