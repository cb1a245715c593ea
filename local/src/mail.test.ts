import { afterEach, describe, expect, test, vi } from "vitest";
import { tellOfMail } from "./mail.ts";

const MAIL = {
  purpose: "PASSWORD_RESET",
  to: "ada@example.com",
  link: "https://sms.example.com/emulator/action?mode=resetPassword&oobCode=s3cret",
  code: "s3cret",
} as const;

afterEach(() => void vi.restoreAllMocks());

function tell(isTerminal: boolean): { logged: string; shown: string } {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const lines: string[] = [];
  tellOfMail(MAIL, isTerminal, (_, line) => void lines.push(line));
  return { logged: lines.join("\n"), shown: write.mock.calls.join("\n") };
}

describe("the mail that this machine cannot send", () => {
  test("leaves neither its link nor its address in a log, but how to make a link", () => {
    const { logged, shown } = tell(false);
    expect(logged).toContain("npm run operator -- reset-link");
    expect(logged + shown).not.toMatch(/s3cret|ada@/u);
  });

  test("shows whoever sits at the terminal the dashboard's own page", () => {
    const { logged, shown } = tell(true);
    expect(shown).toContain("https://sms.example.com/reset-password?oobCode=s3cret\n");
    expect(logged).toBe("");
  });
});
