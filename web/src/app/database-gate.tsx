import { type ReactNode, useEffect, useState } from "react";
import type { Database } from "../database.ts";
import { useSession } from "../session.tsx";
import { DatabaseContext } from "../use-database.ts";

/** Opens the database for whoever is signed in; another person gets a page with nothing of the one before. */
export function DatabaseGate(props: { open: () => Promise<Database>; children: ReactNode }) {
  const { person } = useSession();
  const [database, setDatabase] = useState<Database | null>(null);
  const [error, setError] = useState<unknown>();
  const isWanted = Boolean(person);
  const { open } = props;
  useEffect(() => {
    if (isWanted) open().then(setDatabase, setError);
  }, [isWanted, open]);
  if (error) throw error;
  return <DatabaseContext value={isWanted ? database : null}>{props.children}</DatabaseContext>;
}
