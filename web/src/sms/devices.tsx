import { Device } from "@handset/functions/schema/device.ts";
import { paths } from "@handset/functions/schema/paths.ts";
import { createContext, type ReactNode, use, useMemo } from "react";
import { useAccount } from "../account.tsx";
import type { Doc } from "../database.ts";
import { type Loadable, useCollection } from "../use-database.ts";

const DEVICES_MAX = 100;

interface Devices {
  loadable: Loadable<unknown>;
  list: readonly Doc<Device>[];
  name: (deviceId: string) => string;
}

const DevicesContext = createContext<Devices | null>(null);

/** The account's phones, read once for whichever view names or chooses one. */
export function DevicesProvider({ children }: { children: ReactNode }) {
  const { id } = useAccount();
  const loadable = useCollection({
    path: paths.devices(id),
    schema: Device,
    orderBy: [["createdAt", "asc"]],
    limit: DEVICES_MAX,
  });
  const value = useMemo(() => {
    const list = loadable.state === "ready" ? loadable.value.docs : [];
    const names = new Map(list.map((device) => [device.id, device.data.name]));
    return { loadable, list, name: (deviceId: string) => names.get(deviceId) ?? "a removed phone" };
  }, [loadable]);
  return <DevicesContext value={value}>{children}</DevicesContext>;
}

export function useDevices(): Devices {
  const devices = use(DevicesContext);
  if (!devices) throw new Error("No devices here: the page is outside their provider.");
  return devices;
}
