import { z } from "zod";
import { type RecordStatusInput, recordStatus } from "../../messages/record-status.ts";
import { runAll } from "../../run-all.ts";
import type { MobileHandler } from "../env.ts";
import { OptionalMoment, OptionalText, readBody } from "../wire.ts";

export const PhoneStateName = z.enum([
  "Pending",
  "Processed",
  "Sent",
  "Delivered",
  "Failed",
  "Cancelling",
  "Cancelled",
]);

const Report = z
  .object({
    id: z
      .string()
      .min(1)
      .max(64)
      .regex(/^[\w-]+$/),
    state: PhoneStateName,
    recipients: z.array(z.object({ error: OptionalText })).nullish(),
    states: z.partialRecord(PhoneStateName, OptionalMoment).catch({}).default({}),
  })
  .transform(
    ({ id, state, recipients, states }): RecordStatusInput => ({
      messageId: id,
      report: {
        state,
        error: recipients?.find(({ error }) => error !== null)?.error ?? null,
        states,
        simSlot: null,
      },
    }),
  );

/** An element that does not parse never will: it is dropped with a line in the log, and the others count. */
export function reportMessages(): MobileHandler {
  return async (c) => {
    const phone = c.get("phone");
    const elements = await readBody(c, z.array(z.unknown()).max(1000));
    const reports = elements.flatMap((element) => {
      const parsed = Report.safeParse(element);
      if (parsed.success) return [parsed.data];
      phone.log.warn("phone_report_unreadable", {
        accountId: phone.accountId,
        deviceId: phone.actor.id,
        fields: parsed.error.issues.map(({ path }) => path.join(".")),
      });
      return [];
    });
    await runAll(reports, (report) => recordStatus(phone, report));
    return c.body(null, 204);
  };
}
