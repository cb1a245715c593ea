import { createContext, type ReactNode, use, useEffect, useState } from "react";
import type { Identity, Person } from "./identity.ts";

interface Session {
  identity: Identity;
  /** Undefined until it is known. */
  person: Person | null | undefined;
}

const SessionContext = createContext<Session | null>(null);

export function SessionProvider(props: { identity: Identity; children: ReactNode }) {
  const [person, setPerson] = useState<Person | null>();
  useEffect(() => props.identity.watch(setPerson), [props.identity]);
  return (
    <SessionContext value={{ identity: props.identity, person }}>{props.children}</SessionContext>
  );
}

export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error("No session here: the page is outside its provider.");
  return session;
}

/** The signed-in person, on pages that nobody else sees. */
export function usePerson(): Person {
  const { person } = useSession();
  if (!person) throw new Error("Nobody is signed in on a page for people who are.");
  return person;
}
