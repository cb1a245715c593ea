import { MessageStatus } from "@handset/functions/schema/message.ts";
import type { Filter } from "../../database.ts";

/** What the log shows, as its address says. */
export interface LogFilters {
  status: MessageStatus | null;
  direction: "outbound" | "inbound" | null;
  deviceId: string | null;
  number: string;
  /** Days as a date field gives them, `2026-11-22`, in the reader's own time zone. */
  fromDay: string;
  toDay: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/u;

export function readLogFilters(params: URLSearchParams): LogFilters {
  const status = MessageStatus.safeParse(params.get("status"));
  const direction = params.get("direction");
  return {
    status: status.success ? status.data : null,
    direction: direction === "outbound" || direction === "inbound" ? direction : null,
    deviceId: params.get("phone") || null,
    number: params.get("number") ?? "",
    fromDay: dayOf(params.get("from")),
    toDay: dayOf(params.get("to")),
  };
}

/** `conversationId`: that of the filter's number, once it is known. */
export function toWhere(filters: LogFilters, conversationId: string | null): Filter[] {
  const where: Filter[] = [];
  if (filters.status) where.push(["status", "==", filters.status]);
  if (filters.direction) where.push(["direction", "==", filters.direction]);
  if (filters.deviceId) where.push(["deviceId", "==", filters.deviceId]);
  if (conversationId) where.push(["conversationId", "==", conversationId]);
  if (filters.fromDay) where.push(["createdAt", ">=", midnight(filters.fromDay, 0)]);
  if (filters.toDay) where.push(["createdAt", "<", midnight(filters.toDay, 1)]);
  return where;
}

export function isFiltered(filters: LogFilters): boolean {
  return Object.values(filters).some(Boolean);
}

function dayOf(text: string | null): string {
  return text && DAY.test(text) ? text : "";
}

function midnight(day: string, daysLater: number): Date {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + daysLater);
}
