import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import styles from "./menu.module.css";

export type MenuEntry =
  | { kind: "action"; label: ReactNode; icon?: ReactNode; isDanger?: boolean; onSelect: () => void }
  | { kind: "choice"; label: ReactNode; isChosen: boolean; onSelect: () => void }
  | { kind: "heading"; label: ReactNode }
  | { kind: "line" };

export interface MenuProps {
  trigger: ReactNode;
  entries: MenuEntry[];
  align?: "start" | "end";
  side?: "top" | "bottom";
  isOpenFirst?: boolean;
}

/** `trigger` must be a button. */
export function Menu({ trigger, entries, align = "end", side = "bottom", isOpenFirst }: MenuProps) {
  return (
    // Not modal: a modal menu locks the page's scroll by a style element, which the page's policy refuses.
    <DropdownMenu.Root modal={false} {...(isOpenFirst ? { defaultOpen: true } : {})}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={styles.menu}
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
        >
          {entries.map((entry, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a menu's entries keep their places while it is open.
            <Entry key={index} entry={entry} />
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Entry({ entry }: { entry: MenuEntry }) {
  switch (entry.kind) {
    case "line":
      return <DropdownMenu.Separator className={styles.line} />;
    case "heading":
      return <DropdownMenu.Label className={styles.heading}>{entry.label}</DropdownMenu.Label>;
    case "choice":
      return (
        <DropdownMenu.CheckboxItem
          className={styles.item}
          checked={entry.isChosen}
          onSelect={entry.onSelect}
        >
          <span className={styles.label}>{entry.label}</span>
          <DropdownMenu.ItemIndicator className={styles.check}>✓</DropdownMenu.ItemIndicator>
        </DropdownMenu.CheckboxItem>
      );
    case "action":
      return (
        <DropdownMenu.Item
          className={styles.item}
          data-danger={entry.isDanger || undefined}
          onSelect={entry.onSelect}
        >
          {entry.icon}
          <span className={styles.label}>{entry.label}</span>
        </DropdownMenu.Item>
      );
  }
}
