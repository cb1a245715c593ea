import { Role } from "@handset/functions/schema/account.ts";
import { z } from "zod";
import { useApi } from "../../api.ts";
import { useSession } from "../../session.tsx";
import { useResource } from "../../use-resource.ts";

const AccountList = z.object({
  data: z.array(z.object({ id: z.string(), name: z.string(), role: Role })),
});

/** Every account of the signed-in person. */
export function useAccounts() {
  const api = useApi();
  const { person } = useSession();
  return useResource(`accounts ${person?.uid}`, async () => {
    const { data } = await api({ path: "/accounts", answer: AccountList, accountId: null });
    return data;
  });
}
