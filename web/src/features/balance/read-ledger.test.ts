import { afterEach, describe, expect, test, vi } from "vitest";
import { createApi } from "../../api.ts";
import { readLedger } from "./read-ledger.ts";

afterEach(() => vi.unstubAllGlobals());

describe("readLedger", () => {
  test("joins all pages under one line of titles, with the person's token", async () => {
    vi.stubGlobal("location", { href: "https://sms.example/a/acc_1/balance" });
    const asked: { url: string; headers: Headers }[] = [];
    vi.stubGlobal("fetch", async (url: string, { headers }: { headers: Headers }) => {
      asked.push({ url, headers });
      const isFirst = !url.includes("cursor=");
      const link = '</api/v1/ledger?format=csv&cursor=c%2F2>; rel="next"';
      return new Response(`id,amount\r\n${isFirst ? "a,1" : "b,2"}\r\n`, {
        headers: isFirst ? { link } : {},
      });
    });
    const ledger = await readLedger(
      createApi(async () => "token_1"),
      "acc_1",
    );
    expect(ledger).toEqual({ text: "id,amount\r\na,1\r\nb,2\r\n", isCut: false });
    expect(asked.map(({ url }) => url)).toEqual([
      "/api/v1/ledger?format=csv&limit=1000",
      "/api/v1/ledger?format=csv&limit=1000&cursor=c%2F2",
    ]);
    expect(asked[0]?.headers.get("authorization")).toBe("Bearer token_1");
    expect(asked[0]?.headers.get("handset-account")).toBe("acc_1");
  });

  test("gives no half of a ledger when a page is refused", async () => {
    const problem = {
      type: "about:blank",
      title: "Forbidden",
      status: 403,
      code: "forbidden",
      detail: "Not for your role.",
      request_id: "req_1",
    };
    vi.stubGlobal("fetch", async () => Response.json(problem, { status: 403 }));
    await expect(
      readLedger(
        createApi(async () => null),
        "acc_1",
      ),
    ).rejects.toMatchObject({ status: 403, message: "Not for your role." });
  });
});
