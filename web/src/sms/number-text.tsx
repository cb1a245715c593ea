import { useNumberFormat } from "./number-format.ts";

export function NumberText({ number }: { number: string }) {
  const format = useNumberFormat();
  return <span className="tabular">{format(number)}</span>;
}
