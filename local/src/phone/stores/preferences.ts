import type { PhoneDatabase } from "./database.ts";

/** Named values that outlive the process: the registration and the settings. */
export interface Preferences {
  get<T>(key: string): T | null;
  /** Null forgets the key. */
  set(key: string, value: unknown): void;
}

export function createPreferences(database: PhoneDatabase): Preferences {
  return {
    get: <T>(key: string) => {
      const row = database.get<{ value: string }>(
        "SELECT value FROM preferences WHERE key = ?",
        key,
      );
      return row === undefined ? null : (JSON.parse(row.value) as T);
    },
    set: (key, value) => {
      if (value === null) database.run("DELETE FROM preferences WHERE key = ?", key);
      else
        database.run(
          "INSERT OR REPLACE INTO preferences VALUES (?, ?)",
          key,
          JSON.stringify(value),
        );
    },
  };
}

export interface Registration {
  id: string;
  token: string;
  login: string;
  password: string | null;
}
