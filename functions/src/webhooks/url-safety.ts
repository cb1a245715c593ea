import ipaddr from "ipaddr.js";

const URL_CHARACTERS_MAX = 2048;

/** Public by their range, but the cloud's own: Azure's platform address. */
const PLATFORM_ADDRESSES = new Set(["168.63.129.16"]);

const GLOBAL_IPV6 = ipaddr.parseCIDR("2000::/3");

/** Names that no public DNS serves, whatever a resolver on the inside says. */
const INTERNAL_NAME = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home\.arpa)$/;

/** Says why a URL cannot be a target by its text alone, or null. What its host resolves to is for `objectToAddress`. */
export function objectToUrl(text: string, allowsPrivateTargets: boolean): string | null {
  const url = URL.parse(text);
  if (url === null || text.length > URL_CHARACTERS_MAX) {
    return "Give a full address, such as https://example.com/sms.";
  }
  const isWeb = url.protocol === "https:" || (url.protocol === "http:" && allowsPrivateTargets);
  if (!isWeb) return "Give an address that begins with https://.";
  if (url.username !== "" || url.password !== "") {
    return "Leave user and password out of the address; send them in a custom header.";
  }
  if (allowsPrivateTargets) return null;
  const host = hostOf(url);
  if (ipaddr.isValid(host)) return objectToAddress(host);
  // The URL parser keeps a final dot, which names the same host.
  if (INTERNAL_NAME.test(host.replace(/\.$/, ""))) {
    return `Give a public address: ${host} is a name inside a network.`;
  }
  return null;
}

/** The host as a resolver takes it: an IPv6 address without its brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1");
}

/** Says why an IP address is none of the public internet's, or null. */
export function objectToAddress(address: string): string | null {
  if (!ipaddr.isValid(address)) return `${address} is no IP address.`;
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  // All of the public IPv6 internet; what lies outside includes `::7f00:1`, IPv4 as it was once written.
  const isGlobal = parsed.kind() === "ipv4" || parsed.match(GLOBAL_IPV6);
  if (range === "unicast" && isGlobal && !PLATFORM_ADDRESSES.has(address)) return null;
  if (range === "unicast" && !isGlobal) return `Give a public address: ${address} is reserved.`;
  return `Give a public address: ${address} is ${NAMES[range] ?? "reserved"}.`;
}

const NAMES: Record<string, string> = {
  unicast: "a cloud's own address",
  unspecified: "no host's address",
  broadcast: "a broadcast address",
  multicast: "a multicast address",
  linkLocal: "a link-local address, as clouds use for their metadata",
  loopback: "this machine itself",
  carrierGradeNat: "a shared address inside a network",
  private: "a private address",
  uniqueLocal: "a private address",
  deprecatedSiteLocal: "a private address",
  ipv4Mapped: "an IPv4 address in disguise",
  rfc6145: "an IPv4 address in disguise",
  rfc6052: "an IPv4 address in disguise (NAT64)",
  "6to4": "an IPv4 address in disguise (6to4)",
  teredo: "an IPv4 address in disguise (Teredo)",
};
