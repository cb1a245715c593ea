import { Download } from "lucide-react";
import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { Button } from "../../ui/button.tsx";
import { download } from "../../ui/download.ts";
import { useToast } from "../../ui/toast.tsx";
import { useAction } from "../../ui/use-action.ts";
import { readLedger } from "./read-ledger.ts";

export function LedgerDownload() {
  const { id } = useAccount();
  const api = useApi();
  const toast = useToast();
  const save = useAction(async () => {
    const { text, isCut } = await readLedger(api, id);
    download(`ledger-${new Date().toISOString().slice(0, 10)}.csv`, text);
    toast(isCut ? "The newest 100,000 entries are in the file." : "The ledger is in the file.");
  });
  return (
    <>
      <Button
        icon={<Download size={16} aria-hidden />}
        isBusy={save.isBusy}
        onClick={() => void save.run()}
      >
        {save.isBusy ? "Reading" : "Download CSV"}
      </Button>
      {save.error !== null && <span role="alert">The download failed. Try again.</span>}
    </>
  );
}
