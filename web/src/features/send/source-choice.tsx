import { useSearchParams } from "react-router";
import { Segments } from "../../ui/segments.tsx";

export function SourceChoice({ isList }: { isList: boolean }) {
  const [params, setParams] = useSearchParams();
  return (
    <Segments
      legend="Where the recipients come from"
      value={isList ? "file" : "typed"}
      options={[
        { value: "typed", label: "Type numbers" },
        { value: "file", label: "From a CSV file" },
      ]}
      onChange={(value) => {
        const next = new URLSearchParams(params);
        if (value === "file") next.set("from", "file");
        else next.delete("from");
        setParams(next, { replace: true });
      }}
    />
  );
}
