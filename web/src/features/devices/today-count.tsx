import { paths } from "@handset/functions/schema/paths.ts";
import { Send } from "lucide-react";
import { useEffect, useState } from "react";
import { useAccount } from "../../account.tsx";
import { COUNT_MAX } from "../../database.ts";
import { startOfDay } from "../../ui/time.ts";
import { useDatabase } from "../../use-database.ts";

/** How many texts went through a phone today: one count, no documents read. */
export function TodayCount({ deviceId, perDay }: { deviceId: string; perDay: number | null }) {
  const { id } = useAccount();
  const database = useDatabase();
  const [count, setCount] = useState<number | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const counted = database.countCollection({
      path: paths.messages(id),
      where: [
        ["deviceId", "==", deviceId],
        ["createdAt", ">=", startOfDay(new Date())],
      ],
      orderBy: [["createdAt", "desc"]],
    });
    counted.then(
      (value) => isCurrent && setCount(value),
      (error: unknown) => console.error("Today's count could not be read.", error),
    );
    return () => {
      isCurrent = false;
    };
  }, [database, id, deviceId]);
  if (count === null) return null;
  return (
    <li>
      <Send size={15} aria-hidden /> {count >= COUNT_MAX ? `${COUNT_MAX}+` : count} today
      {perDay !== null && ` of ${perDay}`}
    </li>
  );
}
