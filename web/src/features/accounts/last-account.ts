const KEY = "handset.account";

export const rememberAccount = (accountId: string): void => localStorage.setItem(KEY, accountId);
export const lastAccount = (): string | null => localStorage.getItem(KEY);
