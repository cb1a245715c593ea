import type { Device } from "@handset/functions/schema/device.ts";
import type { Doc } from "../../database.ts";
import { PaceDialog } from "./pace-dialog.tsx";
import { RemoveDialog } from "./remove-dialog.tsx";
import { RenameDialog } from "./rename-dialog.tsx";

export type OpenDialog = "rename" | "pace" | "remove" | null;

interface Props {
  device: Doc<Device>;
  open: OpenDialog;
  onClose: () => void;
}

export function DeviceDialogs({ device, open, onClose }: Props) {
  switch (open) {
    case "rename":
      return <RenameDialog device={device} onClose={onClose} />;
    case "pace":
      return <PaceDialog device={device} onClose={onClose} />;
    case "remove":
      return <RemoveDialog device={device} onClose={onClose} />;
    case null:
      return null;
  }
}
