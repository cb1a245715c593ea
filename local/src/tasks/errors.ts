import { STATUS, type StatusName } from "../firestore/errors.ts";

/** A refusal as Cloud Tasks words it. A message that production would never send stands in `((…))`. */
export class TasksError extends Error {
  readonly status: StatusName;

  constructor(status: StatusName, message: string) {
    super(message);
    this.name = "TasksError";
    this.status = status;
  }
}

export function toWireError({ status, message }: TasksError) {
  return { error: { code: STATUS[status].http, status, message } };
}
