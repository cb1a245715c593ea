import { Member } from "@handset/functions/schema/account.ts";
import { paths } from "@handset/functions/schema/paths.ts";
import { useMemo } from "react";
import { useAccount } from "./account.tsx";
import { useCollection } from "./use-database.ts";

const MEMBERS_MAX = 200;

export function useMembers() {
  const { id } = useAccount();
  const loadable = useCollection({
    path: paths.members(id),
    schema: Member,
    orderBy: [["joinedAt", "asc"]],
    limit: MEMBERS_MAX,
  });
  const list = useMemo(
    () => (loadable.state === "ready" ? loadable.value.docs.map((member) => member.data) : []),
    [loadable],
  );
  return { loadable, list };
}

export function memberName(member: Member): string {
  return member.name || member.email || "A member without a name";
}
