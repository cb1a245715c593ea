import type { Message } from "@handset/functions/schema/message.ts";
import { Download } from "lucide-react";
import { useState } from "react";
import type { CollectionQuery } from "../../database.ts";
import { Button } from "../../ui/button.tsx";
import { download } from "../../ui/download.ts";
import { useToast } from "../../ui/toast.tsx";
import { useAction } from "../../ui/use-action.ts";
import { useDatabase } from "../../use-database.ts";
import { EXPORT_MAX, readAll, toCsv } from "./export-csv.ts";

export function ExportButton({ query }: { query: CollectionQuery<typeof Message> | null }) {
  const database = useDatabase();
  const toast = useToast();
  const [count, setCount] = useState(0);
  const save = useAction(async () => {
    if (!query) return;
    const all = await readAll(database, query, setCount);
    download(`messages-${new Date().toISOString().slice(0, 10)}.csv`, await toCsv(all));
    toast(
      all.length >= EXPORT_MAX
        ? `The newest ${all.length} are in the file. Choose days to export the rest.`
        : `${all.length} ${all.length === 1 ? "message is" : "messages are"} in the file.`,
    );
  });
  return (
    <Button
      icon={<Download size={16} aria-hidden />}
      isBusy={save.isBusy}
      disabled={!query}
      onClick={async () => {
        if (!(await save.run())) toast("The export failed. Try again.");
      }}
    >
      {save.isBusy ? `${count} read` : "Export CSV"}
    </Button>
  );
}
