import { ListFilter, Search, SquarePen, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import { isAtLeast, useAccount } from "../../account.tsx";
import { memberName, useMembers } from "../../members.tsx";
import { to } from "../../paths.ts";
import { usePerson } from "../../session.tsx";
import { useDevices } from "../../sms/devices.tsx";
import { useNumberFormat } from "../../sms/number-format.ts";
import { simOptions, simValue } from "../../sms/sim-choice.ts";
import { ButtonLink, IconButton } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import styles from "./conversation-toolbar.module.css";
import { type ConversationFilters, NOBODY, type Show, withParam } from "./filters.ts";

const SHOWS: readonly { value: Show; label: string }[] = [
  { value: "open", label: "Open" },
  { value: "unread", label: "Unread" },
  { value: "archived", label: "Archived" },
];

interface Props {
  filters: ConversationFilters;
  /** A thread stands beside it, and names the page. */
  hasThread: boolean;
}

export function ConversationToolbar({ filters, hasThread }: Props) {
  const { id, role } = useAccount();
  const Title = hasThread ? "h2" : "h1";
  const [params, setParams] = useSearchParams();
  const isNarrowed = filters.via !== null || filters.assignee !== null;
  const [isOpen, setOpen] = useState(isNarrowed);
  const set = (name: string, value: string) =>
    setParams(withParam(params, name, value), { replace: true });
  return (
    <header className={styles.toolbar}>
      <div className={styles.line}>
        <Title className={styles.title}>Conversations</Title>
        <IconButton
          label={isNarrowed ? "Filters (in use)" : "Filters"}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className={isNarrowed ? styles.narrowed : undefined}
        >
          <ListFilter size={18} aria-hidden />
        </IconButton>
        {isAtLeast(role, "agent") && (
          <ButtonLink to={to.send(id)} look="ghost" aria-label="New message" title="New message">
            <SquarePen size={18} aria-hidden />
          </ButtonLink>
        )}
      </div>
      <SearchBox value={filters.search} onChange={(value) => set("q", value)} />
      {filters.search.trim() === "" ? (
        <>
          {isOpen && <Narrowing filters={filters} onSet={set} />}
          <Shows show={filters.show} onSet={set} />
        </>
      ) : (
        <p className={styles.reach}>In all conversations, the archived ones too</p>
      )}
    </header>
  );
}

function Shows({ show, onSet }: { show: Show; onSet: (name: string, value: string) => void }) {
  return (
    <fieldset className={styles.shows}>
      <legend className="visually-hidden">Which conversations</legend>
      {SHOWS.map(({ value, label }) => (
        <label key={value} className={styles.show}>
          <input
            type="radio"
            name="show"
            checked={show === value}
            onChange={() => onSet("show", value === "open" ? "" : value)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

const TYPING_MS = 250;

function SearchBox({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing starts the wait.
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onChange(typed), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <div className={styles.search}>
      <Search size={16} aria-hidden />
      <input
        type="search"
        aria-label="Search by number, name or text"
        placeholder="Number, name or text"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") setTyped("");
        }}
      />
      {typed && (
        <IconButton label="Clear the search" onClick={() => setTyped("")}>
          <X size={15} aria-hidden />
        </IconButton>
      )}
    </div>
  );
}

interface NarrowingProps {
  filters: ConversationFilters;
  onSet: (name: string, value: string) => void;
}

function Narrowing({ filters, onSet }: NarrowingProps) {
  const { list: devices } = useDevices();
  const { list: members } = useMembers();
  const { uid } = usePerson();
  const format = useNumberFormat();
  return (
    <div className={styles.narrowing}>
      <Field label="Phone">
        {(control) => (
          <select
            {...control}
            value={filters.via ? simValue(filters.via) : ""}
            onChange={(event) => onSet("via", event.target.value)}
          >
            <option value="">All phones</option>
            {devices
              .filter((device) => device.data.sims.length > 1)
              .map((device) => (
                <option key={device.id} value={`${device.id}/`}>
                  {device.data.name} · all SIMs
                </option>
              ))}
            {simOptions(devices, format).map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Assigned to">
        {(control) => (
          <select
            {...control}
            value={filters.assignee ?? ""}
            onChange={(event) => onSet("assignee", event.target.value)}
          >
            <option value="">Anyone</option>
            <option value={NOBODY}>No one</option>
            {members.map((member) => (
              <option key={member.uid} value={member.uid}>
                {member.uid === uid ? "Me" : memberName(member)}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  );
}
