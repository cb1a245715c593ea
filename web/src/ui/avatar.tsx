import styles from "./avatar.module.css";

/** Initials of a name, or the last two digits of a number; the tint is always the same for the same seed. */
export function Avatar({ name, seed, size = 36 }: { name: string; seed: string; size?: number }) {
  return (
    <span
      aria-hidden
      className={styles.avatar}
      style={{ width: size, height: size, "--hue": hueOf(seed), fontSize: size * 0.37 } as object}
    >
      {initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  if (/^\+?[\d\s()-]+$/u.test(name)) return name.replace(/\D/gu, "").slice(-2);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => [...(word ?? "")][0]?.toUpperCase() ?? "").join("");
}

function hueOf(seed: string): number {
  let hash = 7;
  for (const character of seed) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return (hash * 47) % 360;
}
