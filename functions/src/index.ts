export { api } from "./api/function.ts";
export { mobile } from "./mobile/function.ts";
export { expireMessages } from "./schedules/expire-messages.ts";
export { markOffline } from "./schedules/mark-offline.ts";
export { releaseScheduled } from "./schedules/release-scheduled.ts";
export { sendScheduled } from "./tasks/send-scheduled.ts";
export { wakeLater } from "./tasks/wake-later.ts";
export { wakePhone } from "./triggers/wake-phone.ts";
