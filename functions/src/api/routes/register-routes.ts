import type { Api, ApiDependencies } from "../route.ts";
import { registerAcceptInvitation } from "./accept-invitation.ts";
import { registerCancelMessage } from "./cancel-message.ts";
import { registerChangeRole } from "./change-role.ts";
import { registerCreatePairing } from "./create-pairing.ts";
import { registerCreateWebhook } from "./create-webhook.ts";
import { registerDeleteWebhook } from "./delete-webhook.ts";
import { registerEnableWebhook } from "./enable-webhook.ts";
import { registerGetBalance } from "./get-balance.ts";
import { registerGetDelivery } from "./get-delivery.ts";
import { registerGetDevice } from "./get-device.ts";
import { registerGetMe } from "./get-me.ts";
import { registerGetMessage } from "./get-message.ts";
import { registerGetWebhook } from "./get-webhook.ts";
import { registerInviteMember } from "./invite-member.ts";
import { registerIssueApiKey } from "./issue-api-key.ts";
import { registerListAccounts } from "./list-accounts.ts";
import { registerListApiKeys } from "./list-api-keys.ts";
import { registerListDeliveries } from "./list-deliveries.ts";
import { registerListDevices } from "./list-devices.ts";
import { registerListEventSamples } from "./list-event-samples.ts";
import { registerListInvitations } from "./list-invitations.ts";
import { registerListLedger } from "./list-ledger.ts";
import { registerListMessages } from "./list-messages.ts";
import { registerListTopUps } from "./list-top-ups.ts";
import { registerListUsage } from "./list-usage.ts";
import { registerListWebhooks } from "./list-webhooks.ts";
import { registerOpenAccount } from "./open-account.ts";
import { registerOpenPortal } from "./open-portal.ts";
import { registerQuoteMessages } from "./quote-messages.ts";
import { registerRedeliver } from "./redeliver.ts";
import { registerRedeliverFailed } from "./redeliver-failed.ts";
import { registerRemoveDevice } from "./remove-device.ts";
import { registerRemoveMember } from "./remove-member.ts";
import { registerRevokeApiKey } from "./revoke-api-key.ts";
import { registerRotatePairingSecret } from "./rotate-pairing-secret.ts";
import { registerRotateWebhookSecret } from "./rotate-webhook-secret.ts";
import { registerSendMessage } from "./send-message.ts";
import { registerStartTopUp } from "./start-top-up.ts";
import { registerTestWebhook } from "./test-webhook.ts";
import { registerTransferOwnership } from "./transfer-ownership.ts";
import { registerUpdateAccount } from "./update-account.ts";
import { registerUpdateBalanceSettings } from "./update-balance-settings.ts";
import { registerUpdateConversation } from "./update-conversation.ts";
import { registerUpdateDevice } from "./update-device.ts";
import { registerUpdateWebhook } from "./update-webhook.ts";
import { registerWithdrawInvitation } from "./withdraw-invitation.ts";

/** Every operation, in the order of the reference. */
const REGISTRATIONS: ((app: Api, dependencies: ApiDependencies) => void)[] = [
  registerSendMessage,
  registerListMessages,
  registerGetMessage,
  registerCancelMessage,
  registerUpdateConversation,
  registerListDevices,
  registerGetDevice,
  registerUpdateDevice,
  registerRemoveDevice,
  registerCreatePairing,
  registerRotatePairingSecret,
  registerCreateWebhook,
  registerListWebhooks,
  registerGetWebhook,
  registerUpdateWebhook,
  registerDeleteWebhook,
  registerRotateWebhookSecret,
  registerTestWebhook,
  registerEnableWebhook,
  registerListDeliveries,
  registerGetDelivery,
  registerRedeliver,
  registerRedeliverFailed,
  registerListEventSamples,
  registerQuoteMessages,
  registerGetMe,
  registerGetBalance,
  registerUpdateBalanceSettings,
  registerStartTopUp,
  registerListTopUps,
  registerOpenPortal,
  registerListLedger,
  registerListUsage,
  registerListApiKeys,
  registerIssueApiKey,
  registerRevokeApiKey,
  registerOpenAccount,
  registerListAccounts,
  registerUpdateAccount,
  registerInviteMember,
  registerListInvitations,
  registerWithdrawInvitation,
  registerAcceptInvitation,
  registerChangeRole,
  registerRemoveMember,
  registerTransferOwnership,
];

export function registerRoutes(app: Api, dependencies: ApiDependencies): void {
  for (const register of REGISTRATIONS) register(app, dependencies);
}
