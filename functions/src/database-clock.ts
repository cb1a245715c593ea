/** A moment of the database's clock in microseconds, as precise as it tells; 0 where there is none. */
export function toVersion(time: { seconds: number; nanoseconds: number } | undefined): number {
  return time === undefined ? 0 : time.seconds * 1_000_000 + Math.floor(time.nanoseconds / 1000);
}
