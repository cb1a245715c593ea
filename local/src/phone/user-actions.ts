import type { GatewayApi, LoginCode } from "./gateway-api.ts";
import type { Preferences, Registration } from "./stores/preferences.ts";

export interface UserActions {
  /** The address that the server sees the phone at. */
  externalIp(): Promise<string>;
  /** A code for signing in another phone. Without a password the one from registration is used. */
  loginCode(password?: string): Promise<LoginCode>;
  changePassword(currentPassword: string, newPassword: string): Promise<void>;
}

export function createUserActions(
  preferences: Preferences,
  currentApi: () => GatewayApi | null,
): UserActions {
  function need(): { api: GatewayApi; registration: Registration; signal: AbortSignal } {
    const api = currentApi();
    const registration = preferences.get<Registration>("registration");
    if (api === null || registration === null) throw new Error("The phone is not online");
    return { api, registration, signal: new AbortController().signal };
  }

  return {
    externalIp: async () => {
      const { api, registration, signal } = need();
      return api.externalIp(registration.token, signal);
    },
    loginCode: async (password) => {
      const { api, registration, signal } = need();
      const known = password ?? registration.password;
      if (known === null) throw new Error("Password is not set");
      return api.loginCode(registration.login, known, signal);
    },
    changePassword: async (currentPassword, newPassword) => {
      const { api, registration, signal } = need();
      await api.changePassword(registration.token, { currentPassword, newPassword }, signal);
      preferences.set("registration", { ...registration, password: newPassword });
    },
  };
}
