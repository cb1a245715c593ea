import { Plus, Smartphone } from "lucide-react";
import { isAtLeast, useAccount } from "../../account.tsx";
import { DeviceCard } from "../../features/devices/device-card.tsx";
import { to } from "../../paths.ts";
import { DatabaseFailure } from "../../problem-notice.tsx";
import { useDevices } from "../../sms/devices.tsx";
import { ButtonLink } from "../../ui/button.tsx";
import { Card, Page } from "../../ui/page.tsx";
import { Empty, Skeleton } from "../../ui/states.tsx";

export function DevicesRoute() {
  const { id, role } = useAccount();
  const isAdmin = isAtLeast(role, "admin");
  const pair = (
    <ButtonLink look="primary" icon={<Plus size={16} aria-hidden />} to={to.pairing(id)}>
      Pair a phone
    </ButtonLink>
  );
  return (
    <Page title="Phones" lead="Their SIMs send and receive for you." actions={isAdmin && pair}>
      <Devices pair={isAdmin ? pair : null} />
    </Page>
  );
}

function Devices({ pair }: { pair: React.ReactNode }) {
  const { loadable, list } = useDevices();
  if (loadable.state === "loading") return <Skeleton rows={3} height={150} />;
  if (loadable.state === "error") {
    return <DatabaseFailure error={loadable.error} onRetry={loadable.retry} />;
  }
  if (list.length === 0) {
    return (
      <Card>
        <Empty icon={<Smartphone />} title="No phone yet" action={pair}>
          Any Android phone with a SIM will do, an old one too. It takes three minutes and needs no
          rented number.
        </Empty>
      </Card>
    );
  }
  return list.map((device) => <DeviceCard key={device.id} device={device} />);
}
