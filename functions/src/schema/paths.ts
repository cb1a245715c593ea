/** Every Firestore path. A browser and the functions spell them here only. */
export const paths = {
  apiKey: (hash: string) => `apiKeys/${hash}`,
  apiKeys: () => "apiKeys",
  pairings: () => "pairings",
  pairing: (hash: string) => `pairings/${hash}`,
  deviceTokens: () => "deviceTokens",
  deviceToken: (hash: string) => `deviceTokens/${hash}`,
  phoneLink: (deviceId: string) => `phoneLinks/${deviceId}`,
  phoneLogin: (login: string) => `phoneLogins/${login}`,
  wake: (deviceId: string) => `wakes/${deviceId}`,
  account: (accountId: string) => `accounts/${accountId}`,
  members: (accountId: string) => `accounts/${accountId}/members`,
  member: (accountId: string, uid: string) => `accounts/${accountId}/members/${uid}`,
  devices: (accountId: string) => `accounts/${accountId}/devices`,
  device: (accountId: string, deviceId: string) => `accounts/${accountId}/devices/${deviceId}`,
  messages: (accountId: string) => `accounts/${accountId}/messages`,
  message: (accountId: string, messageId: string) => `accounts/${accountId}/messages/${messageId}`,
  conversations: (accountId: string) => `accounts/${accountId}/conversations`,
  conversation: (accountId: string, conversationId: string) =>
    `accounts/${accountId}/conversations/${conversationId}`,
  ledger: (accountId: string) => `accounts/${accountId}/ledger`,
  ledgerEntry: (accountId: string, entryId: string) => `accounts/${accountId}/ledger/${entryId}`,
  idempotencyKey: (accountId: string, hash: string) =>
    `accounts/${accountId}/idempotencyKeys/${hash}`,
} as const;
