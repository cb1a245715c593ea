/** Every address of the dashboard. */
export const to = {
  home: () => "/",
  signIn: () => "/sign-in",
  signUp: () => "/sign-up",
  resetPassword: () => "/reset-password",
  welcome: () => "/welcome",
  invitation: (token: string) => `/join/${token}`,
  /** What a phone's camera opens; the code travels in the fragment, which no server sees. */
  phoneSide: (address: string, code: string) =>
    `/pair#${new URLSearchParams({ address, code }).toString()}`,
  account: (accountId: string) => `/a/${accountId}`,
  conversations: (accountId: string) => `/a/${accountId}/conversations`,
  conversation: (accountId: string, conversationId: string) =>
    `/a/${accountId}/conversations/${encodeURIComponent(conversationId)}`,
  messages: (accountId: string) => `/a/${accountId}/messages`,
  message: (accountId: string, messageId: string) => `/a/${accountId}/messages/${messageId}`,
  send: (accountId: string) => `/a/${accountId}/send`,
  devices: (accountId: string) => `/a/${accountId}/devices`,
  pairing: (accountId: string) => `/a/${accountId}/devices/pair`,
  apiKeys: (accountId: string) => `/a/${accountId}/api-keys`,
  webhooks: (accountId: string) => `/a/${accountId}/webhooks`,
  webhook: (accountId: string, webhookId: string) => `/a/${accountId}/webhooks/${webhookId}`,
  usage: (accountId: string) => `/a/${accountId}/usage`,
  balance: (accountId: string) => `/a/${accountId}/balance`,
  team: (accountId: string) => `/a/${accountId}/team`,
  settings: (accountId: string) => `/a/${accountId}/settings`,
} as const;
