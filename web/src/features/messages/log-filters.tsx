import { OutboundStatus } from "@handset/functions/schema/message.ts";
import { ListFilter, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import { useDevices } from "../../sms/devices.tsx";
import { STATUS_NAMES } from "../../sms/status.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { isFiltered, type LogFilters } from "./filters.ts";
import styles from "./log-filters.module.css";

const STATUSES = [...OutboundStatus.options, "received"] as const;
const TYPING_MS = 400;

export function LogFilterBar({ filters }: { filters: LogFilters }) {
  const [params, setParams] = useSearchParams();
  const { list } = useDevices();
  const [isOpen, setOpen] = useState(false);
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(params);
    if (value) next.set(name, value);
    else next.delete(name);
    setParams(next, { replace: true });
  };
  return (
    <search className={styles.bar} data-open={isOpen || undefined}>
      <Button
        className={styles.toggle}
        icon={<ListFilter size={16} aria-hidden />}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {isFiltered(filters) ? "Filters (in use)" : "Filters"}
      </Button>
      <Field label="Status">
        {(control) => (
          <select
            {...control}
            value={filters.status ?? ""}
            onChange={(event) => set("status", event.target.value)}
          >
            <option value="">Any</option>
            {STATUSES.map((status) => (
              <option key={status} value={status}>
                {STATUS_NAMES[status]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Direction">
        {(control) => (
          <select
            {...control}
            value={filters.direction ?? ""}
            onChange={(event) => set("direction", event.target.value)}
          >
            <option value="">Both</option>
            <option value="outbound">Out</option>
            <option value="inbound">In</option>
          </select>
        )}
      </Field>
      <Field label="Phone">
        {(control) => (
          <select
            {...control}
            value={filters.deviceId ?? ""}
            onChange={(event) => set("phone", event.target.value)}
          >
            <option value="">Any</option>
            {list.map((device) => (
              <option key={device.id} value={device.id}>
                {device.data.name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <NumberField key={filters.number ? "given" : "none"} value={filters.number} onSet={set} />
      <Field label="From day">
        {(control) => (
          <input
            {...control}
            type="date"
            value={filters.fromDay}
            onChange={(event) => set("from", event.target.value)}
          />
        )}
      </Field>
      <Field label="To day">
        {(control) => (
          <input
            {...control}
            type="date"
            value={filters.toDay}
            onChange={(event) => set("to", event.target.value)}
          />
        )}
      </Field>
      {isFiltered(filters) && (
        <Button
          look="ghost"
          className={styles.clear}
          icon={<X size={15} aria-hidden />}
          onClick={() => setParams({}, { replace: true })}
        >
          Clear
        </Button>
      )}
    </search>
  );
}

function NumberField(props: { value: string; onSet: (name: string, value: string) => void }) {
  const { value, onSet } = props;
  const [typed, setTyped] = useState(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing starts the wait.
  useEffect(() => {
    if (typed.trim() === value) return;
    const timer = setTimeout(() => onSet("number", typed.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <Field label="Number">
      {(control) => (
        <input
          {...control}
          inputMode="tel"
          placeholder="Any"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
    </Field>
  );
}
