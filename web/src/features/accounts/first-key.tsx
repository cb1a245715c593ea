import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { CodeBlock } from "../../ui/code-block.tsx";
import { Copyable } from "../../ui/copyable.tsx";
import form from "../../ui/form.module.css";

/** The key of a new account, and the one call that everybody makes with it. */
export function FirstKey({ apiKey, onDone }: { apiKey: string; onDone: () => void }) {
  const [isKept, setKept] = useState(false);
  const call = `curl ${location.origin}/api/v1/send \\
  -H "Authorization: Bearer ${apiKey}" \\
  -H "Content-Type: application/json" \\
  -d '{"to": "+14155550123", "message": "Hello"}'`;
  return (
    <div className={form.form}>
      <Copyable value={apiKey} label="the API key" />
      <CodeBlock label="Send a text with it, once a phone is paired" code={call} />
      <label className={form.check}>
        <input
          type="checkbox"
          checked={isKept}
          onChange={(event) => setKept(event.target.checked)}
        />
        I have saved the key
      </label>
      <div className={form.actions}>
        <Button look="primary" disabled={!isKept} onClick={onDone}>
          Next: pair a phone
        </Button>
      </div>
    </div>
  );
}
