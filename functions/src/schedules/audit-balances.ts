import { onSchedule } from "firebase-functions/scheduler";
import { auditBalances as audit } from "../billing/audit.ts";
import { region } from "../config.ts";
import { getServices } from "../services.ts";

/** Recomputes every balance and logs each difference as an error, for an alert to be set on. */
export const auditBalances = onSchedule(
  {
    schedule: "every day 03:17",
    timeZone: "UTC",
    region,
    memory: "512MiB",
    timeoutSeconds: 1800,
    maxInstances: 1,
  },
  async () => {
    const services = getServices();
    const { accountCount, differences } = await audit(services);
    for (const difference of differences) {
      services.log.error("balance_differs", {
        ...difference,
        difference: difference.found - difference.expected,
      });
    }
    services.log.info("balances_audited", { accountCount, differenceCount: differences.length });
  },
);
