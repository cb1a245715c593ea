import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "./button.tsx";
import { copyText } from "./copy-text.ts";
import styles from "./copyable.module.css";

interface Props {
  value: string;
  /** What is copied: "the key". */
  label: string;
}

/** A value to take along, with a button that copies it. */
export function Copyable({ value, label }: Props) {
  const [isCopied, setCopied] = useState(false);
  return (
    <div className={styles.row}>
      <code className={styles.value}>{value}</code>
      <Button
        aria-label={`Copy ${label}`}
        icon={isCopied ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />}
        onClick={async () => setCopied(await copyText(value))}
        onBlur={() => setCopied(false)}
      >
        {isCopied ? "Copied" : "Copy"}
      </Button>
      <span className="visually-hidden" aria-live="polite">
        {isCopied ? `Copied ${label}` : ""}
      </span>
    </div>
  );
}
