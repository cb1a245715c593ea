import type { Api, ApiDependencies } from "../route.ts";
import { registerGetBalance } from "./get-balance.ts";
import { registerGetMessage } from "./get-message.ts";
import { registerListMessages } from "./list-messages.ts";
import { registerSendMessage } from "./send-message.ts";

/** Every operation, in the order of the reference. */
export function registerRoutes(app: Api, dependencies: ApiDependencies): void {
  registerSendMessage(app, dependencies);
  registerListMessages(app);
  registerGetMessage(app);
  registerGetBalance(app);
}
