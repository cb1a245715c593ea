import { Copy } from "lucide-react";
import { copyText } from "./copy-text.ts";
import styles from "./short-id.module.css";
import { useToast } from "./toast.tsx";

const SHOWN = 6;

/** An id that has no name any more: its end, and the whole of it by a click. */
export function ShortId({ id }: { id: string }) {
  const toast = useToast();
  const [prefix = ""] = /^[a-z]+_/u.exec(id) ?? [];
  return (
    <button
      type="button"
      className={styles.id}
      title={id}
      aria-label={`Copy the id ${id}`}
      onClick={async () => toast((await copyText(id)) ? "Copied the id" : "The id was not copied")}
    >
      <code>
        {prefix}…{id.slice(-SHOWN)}
      </code>
      <Copy size={12} aria-hidden />
    </button>
  );
}
