import { AccountList } from "@handset/functions/schema/api/team.ts";
import { parsed, useApi } from "../../api.ts";
import { useSession } from "../../session.tsx";
import { useResource } from "../../use-resource.ts";

/** Every account of the signed-in person. */
export function useAccounts() {
  const api = useApi();
  const { person } = useSession();
  return useResource(`accounts ${person?.uid}`, async () => {
    const { data } = await parsed(AccountList, api.call("listAccounts"));
    return data;
  });
}
