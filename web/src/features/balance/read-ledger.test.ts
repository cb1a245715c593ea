import { beforeEach, describe, expect, test, vi } from "vitest";
import { createApi } from "../../api.ts";
import { readLedger } from "./read-ledger.ts";

beforeEach(() => vi.stubGlobal("location", { origin: "https://sms.example" }));

/** The API on a server that gives these answers, and what was asked of it. */
function apiOf(answer: (request: Request) => Response) {
  const asked: Request[] = [];
  const api = createApi(async () => "token_1", {
    fetch: async (input, init) => {
      const request = new Request(input, init);
      asked.push(request);
      return answer(request);
    },
  });
  return { api, asked };
}

describe("readLedger", () => {
  test("joins all pages under one line of titles, with the person's token", async () => {
    const { api, asked } = apiOf(({ url }) => {
      const isFirst = !url.includes("cursor=");
      const link = '</api/v1/ledger?limit=1000&cursor=c%2F2>; rel="next"';
      return new Response(`id,amount\r\n${isFirst ? "a,1" : "b,2"}\r\n`, {
        headers: isFirst ? { link } : {},
      });
    });
    expect(await readLedger(api, "acc_1")).toEqual({
      text: "id,amount\r\na,1\r\nb,2\r\n",
      isCut: false,
    });
    expect(asked.map(({ url }) => url)).toEqual([
      "https://sms.example/api/v1/ledger?limit=1000",
      "https://sms.example/api/v1/ledger?limit=1000&cursor=c%2F2",
    ]);
    expect(asked.map(({ headers }) => headers.get("Accept"))).toEqual(["text/csv", "text/csv"]);
    expect(asked[0]?.headers.get("Authorization")).toBe("Bearer token_1");
    expect(asked[0]?.headers.get("Handset-Account")).toBe("acc_1");
  });

  test("gives no half of a ledger when a page is refused", async () => {
    const problem = { code: "forbidden", detail: "Not for your role.", request_id: "req_1" };
    const { api } = apiOf(() => Response.json(problem, { status: 403 }));
    await expect(readLedger(api, "acc_1")).rejects.toMatchObject({
      status: 403,
      message: "Not for your role.",
    });
  });
});
