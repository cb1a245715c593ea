import { createContext, type ReactNode, use, useCallback, useRef, useState } from "react";
import styles from "./toast.module.css";

const ToastContext = createContext<(text: string) => void>(() => {});

/** Says in passing that something was done. */
export function useToast(): (text: string) => void {
  return use(ToastContext);
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [text, setText] = useState("");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const show = useCallback((next: string) => {
    clearTimeout(timer.current);
    setText(next);
    timer.current = setTimeout(() => setText(""), 4_000);
  }, []);
  return (
    <ToastContext value={show}>
      {children}
      <div role="status" aria-live="polite" className={styles.place}>
        {text && <p className={styles.toast}>{text}</p>}
      </div>
    </ToastContext>
  );
}
