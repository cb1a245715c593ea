/** True for an address that the published build of the app would not talk to; only its "insecure" build does. */
export function isRefusedByPublishedBuild(url: string): boolean {
  if (!URL.canParse(url)) return true;
  const { protocol, hostname } = new URL(url);
  return protocol !== "https:" && !(protocol === "http:" && hostname === "127.0.0.1");
}
