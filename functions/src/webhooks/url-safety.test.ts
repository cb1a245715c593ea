import { describe, expect, test } from "vitest";
import { objectToAddress, objectToUrl } from "./url-safety.ts";

describe("objectToUrl", () => {
  test.each([
    ["https", "https://example.com/sms"],
    ["a port", "https://example.com:8443/sms?x=1"],
    ["a public IPv4 address", "https://93.184.216.34/"],
    ["a public IPv6 address", "https://[2606:4700::1111]/"],
  ])("takes %s", (_name, url) => {
    expect(objectToUrl(url, false)).toBeNull();
  });

  test.each([
    ["no URL", "example.com/sms", /full address/],
    ["http", "http://example.com/sms", /https/],
    ["another scheme", "file:///etc/passwd", /https/],
    ["gopher", "gopher://127.0.0.1:6379/_INFO", /https/],
    ["a password", "https://user:pass@example.com/", /password/],
    ["a very long address", `https://example.com/${"a".repeat(2100)}`, /full address/],
    ["localhost", "https://localhost/", /inside a network/],
    ["a name below localhost", "https://x.localhost/", /inside a network/],
    ["localhost with a final dot", "https://localhost./", /inside a network/],
    ["LOCALHOST", "https://LOCALHOST/", /inside a network/],
    ["Google's metadata by name", "https://metadata.google.internal/", /inside a network/],
    ["a printer", "https://printer.local/", /inside a network/],
    ["loopback", "https://127.0.0.1/", /this machine/],
    ["loopback, shortened", "https://127.1/", /this machine/],
    ["loopback in decimal", "https://2130706433/", /this machine/],
    ["loopback in octal", "https://0177.0.0.1/", /this machine/],
    ["loopback in hex", "https://0x7f000001/", /this machine/],
    ["loopback in full-width digits", "https://１２７.0.0.1/", /this machine/],
    ["metadata", "https://169.254.169.254/latest/meta-data/", /metadata/],
    ["metadata in decimal", "https://2852039166/", /metadata/],
    ["metadata in octal", "https://0251.0376.0251.0376/", /metadata/],
    ["Alibaba's metadata", "https://100.100.100.200/", /shared/],
    ["Azure's platform", "https://168.63.129.16/", /cloud/],
    ["Oracle's metadata", "https://192.0.0.192/", /reserved/],
    ["10/8", "https://10.1.2.3/", /private/],
    ["172.16/12", "https://172.31.255.255/", /private/],
    ["192.168/16", "https://192.168.0.1/", /private/],
    ["0.0.0.0", "https://0.0.0.0/", /no host/],
    ["0", "https://0/", /no host/],
    ["multicast", "https://224.0.0.1/", /multicast/],
    ["broadcast", "https://255.255.255.255/", /broadcast/],
    ["documentation", "https://203.0.113.7/", /reserved/],
    ["benchmarks", "https://198.18.0.1/", /reserved/],
    ["IPv6 loopback", "https://[::1]/", /this machine/],
    ["IPv6 unspecified", "https://[::]/", /no host/],
    ["IPv4-mapped", "https://[::ffff:127.0.0.1]/", /disguise/],
    ["IPv4-mapped in hex", "https://[::ffff:7f00:1]/", /disguise/],
    ["IPv4-compatible", "https://[::127.0.0.1]/", /reserved/],
    ["IPv6 outside 2000::/3", "https://[4000::1]/", /reserved/],
    ["NAT64", "https://[64:ff9b::a9fe:a9fe]/", /NAT64/],
    ["local NAT64", "https://[64:ff9b:1::a9fe:a9fe]/", /NAT64/],
    ["6to4", "https://[2002:7f00:1::]/", /6to4/],
    ["Teredo", "https://[2001:0:7f00:1::]/", /Teredo/],
    ["IPv6 link-local", "https://[fe80::1]/", /link-local/],
    ["IPv6 site-local", "https://[fec0::1]/", /private/],
    ["Amazon's metadata over IPv6", "https://[fd00:ec2::254]/", /private/],
    ["IPv6 multicast", "https://[ff02::1]/", /multicast/],
  ])("refuses %s", (_name, url, reason) => {
    expect(objectToUrl(url, false)).toMatch(reason);
  });

  test("takes http and this machine where the host allows it, and still no other scheme", () => {
    expect(objectToUrl("http://127.0.0.1:8080/", true)).toBeNull();
    expect(objectToUrl("http://localhost/", true)).toBeNull();
    expect(objectToUrl("ftp://127.0.0.1/", true)).toMatch(/https/);
    expect(objectToUrl("http://user:pass@127.0.0.1/", true)).toMatch(/password/);
  });
});

describe("objectToAddress", () => {
  test("refuses what is no address", () => {
    expect(objectToAddress("example.com")).toMatch(/no IP address/);
  });
});
