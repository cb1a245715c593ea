import type { Device } from "@handset/functions/schema/device.ts";
import {
  BatteryCharging,
  BatteryFull,
  BatteryLow,
  Ellipsis,
  Gauge,
  Pause,
  Pencil,
  Play,
  Trash2,
  Wifi,
  Zap,
} from "lucide-react";
import { useState } from "react";
import { isAtLeast, useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import type { Doc } from "../../database.ts";
import { ProblemNotice } from "../../problem-notice.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { LazyMenu } from "../../ui/lazy-menu.tsx";
import { Card } from "../../ui/page.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { useAction } from "../../ui/use-action.ts";
import { updateDevice } from "./actions.ts";
import styles from "./device-card.module.css";
import { DeviceDialogs, type OpenDialog } from "./device-dialogs.tsx";
import { PhoneCap, SimLimits } from "./sim-limits.tsx";
import { SimName } from "./sim-name.tsx";
import { TodayCount } from "./today-count.tsx";
import { NETWORK_NAMES, paceSentence, WAKE_SENTENCES } from "./wording.ts";

export function DeviceCard({ device }: { device: Doc<Device> }) {
  const { id: accountId, role } = useAccount();
  const api = useApi();
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const { id, data } = device;
  const pause = useAction(() => updateDevice(api, accountId, id, { paused: !data.isPaused }));
  return (
    <Card
      title={
        <span className={styles.title}>
          {data.name} <Presence device={data} />
        </span>
      }
      lead={`${data.model}${data.appVersion ? `, app ${data.appVersion}` : ""}`}
      actions={
        isAtLeast(role, "admin") && (
          <>
            <Button
              isBusy={pause.isBusy}
              icon={
                data.isPaused ? <Play size={15} aria-hidden /> : <Pause size={15} aria-hidden />
              }
              onClick={() => void pause.run()}
            >
              {data.isPaused ? "Resume" : "Pause"}
            </Button>
            <LazyMenu
              trigger={
                <IconButton label={`More for ${data.name}`}>
                  <Ellipsis size={18} aria-hidden />
                </IconButton>
              }
              entries={[
                {
                  kind: "action",
                  label: "Rename",
                  icon: <Pencil size={16} aria-hidden />,
                  onSelect: () => setDialog("rename"),
                },
                {
                  kind: "action",
                  label: "Pace and caps",
                  icon: <Gauge size={16} aria-hidden />,
                  onSelect: () => setDialog("pace"),
                },
                { kind: "line" },
                {
                  kind: "action",
                  label: "Remove",
                  icon: <Trash2 size={16} aria-hidden />,
                  isDanger: true,
                  onSelect: () => setDialog("remove"),
                },
              ]}
            />
          </>
        )
      }
    >
      <ProblemNotice error={pause.error} />
      <Facts device={device} />
      <DeviceDialogs device={device} open={dialog} onClose={() => setDialog(null)} />
    </Card>
  );
}

function Presence({ device }: { device: Device }) {
  if (device.isPaused) return <Badge tone="warn">Paused</Badge>;
  if (device.isOnline) return <Badge tone="good">Online</Badge>;
  return (
    <Badge tone="bad">
      Offline, seen <RelativeTime at={device.lastSeenAt} />
    </Badge>
  );
}

function Facts({ device: { id, data } }: { device: Doc<Device> }) {
  return (
    <div className={styles.facts}>
      <ul className={styles.sims} aria-label="SIMs">
        {data.sims.length === 0 && <li className={styles.quiet}>No SIM told of yet</li>}
        {data.sims.map((sim) => (
          <li key={sim.slot}>
            <SimName sim={sim} />
            <SimLimits device={data} slot={sim.slot} />
          </li>
        ))}
      </ul>
      <ul className={styles.health} aria-label="Health">
        <BatteryFact battery={data.battery} />
        {data.network && (
          <li>
            <Wifi size={15} aria-hidden /> {NETWORK_NAMES[data.network]}
          </li>
        )}
        <li title={WAKE_SENTENCES[data.wakeChannel].long}>
          <Zap size={15} aria-hidden /> {WAKE_SENTENCES[data.wakeChannel].short}
        </li>
        <li>
          <Gauge size={15} aria-hidden /> {paceSentence(data.pacing)}
        </li>
        <TodayCount deviceId={id} perDay={data.pacing.perDay} />
        <PhoneCap device={data} />
      </ul>
    </div>
  );
}

const LOW_PERCENT = 15;

function BatteryFact({ battery }: { battery: Device["battery"] }) {
  if (!battery) return null;
  const isLow = battery.levelPercent <= LOW_PERCENT && !battery.isCharging;
  const Icon = battery.isCharging ? BatteryCharging : isLow ? BatteryLow : BatteryFull;
  return (
    <li className={isLow ? styles.low : undefined}>
      <Icon size={15} aria-hidden /> {Math.round(battery.levelPercent)}%
      {battery.isCharging && ", charging"}
    </li>
  );
}
