import type { ApiDelivery, ApiWebhook } from "@handset/functions/schema/api/webhook.ts";
import { Check, Terminal } from "lucide-react";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { copyText } from "../../ui/copy-text.ts";
import { toCurl } from "./to-curl.ts";

type Outcome = "copied" | "failed" | null;

const TOLD = {
  copied: "Copied. The request bears no signature: let your program take it while you try.",
  failed: "The browser lets nothing be copied here.",
};

/** Tries a delivery from a shell, without waiting for its next attempt. */
export function CopyAsCurl({ webhook, delivery }: { webhook: ApiWebhook; delivery: ApiDelivery }) {
  const [outcome, setOutcome] = useState<Outcome>(null);
  return (
    <>
      <Button
        look="ghost"
        icon={
          outcome === "copied" ? (
            <Check size={16} aria-hidden />
          ) : (
            <Terminal size={16} aria-hidden />
          )
        }
        onClick={async () =>
          setOutcome((await copyText(toCurl(webhook, delivery))) ? "copied" : "failed")
        }
      >
        Copy as curl
      </Button>
      <small role="status">{outcome && TOLD[outcome]}</small>
    </>
  );
}
