import { cloneElement, type ReactElement, useState } from "react";
import type { MenuProps } from "./menu.tsx";

interface Props extends Omit<MenuProps, "trigger" | "isOpenFirst"> {
  trigger: ReactElement<{
    onClick?: () => void;
    onPointerEnter?: () => void;
    "aria-haspopup"?: "menu";
    "aria-expanded"?: boolean;
  }>;
}

/** A menu whose code is fetched when it is first reached for. */
export function LazyMenu({ trigger, ...rest }: Props) {
  const [Menu, setMenu] = useState<typeof import("./menu.tsx").Menu>();
  if (Menu) return <Menu trigger={trigger} isOpenFirst {...rest} />;
  return cloneElement(trigger, {
    "aria-haspopup": "menu",
    "aria-expanded": false,
    onPointerEnter: () => void import("./menu.tsx"),
    onClick: async () => {
      const loaded = await import("./menu.tsx");
      setMenu(() => loaded.Menu);
    },
  });
}
