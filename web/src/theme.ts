import { z } from "zod";

export const Theme = z.enum(["system", "light", "dark"]);
export type Theme = z.infer<typeof Theme>;

const KEY = "handset.theme";

export function currentTheme(): Theme {
  return Theme.catch("system").parse(localStorage.getItem(KEY));
}

export function applyTheme(theme = currentTheme()): void {
  localStorage.setItem(KEY, theme);
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
