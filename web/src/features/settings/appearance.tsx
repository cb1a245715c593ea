import { useState } from "react";
import { applyTheme, currentTheme, type Theme } from "../../theme.ts";
import { Segments } from "../../ui/segments.tsx";

const THEMES: readonly { value: Theme; label: string }[] = [
  { value: "system", label: "System" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

export function Appearance() {
  const [theme, setTheme] = useState(currentTheme);
  return (
    <Segments
      legend="Appearance"
      value={theme}
      options={THEMES}
      onChange={(next) => {
        applyTheme(next);
        setTheme(next);
      }}
    />
  );
}
