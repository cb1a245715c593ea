import { type ComponentType, lazy } from "react";

type Load<Name extends string> = () => Promise<Record<Name, ComponentType>>;

const PREFETCH_AFTER_MS = 3_000;
const ofAccount: (() => Promise<unknown>)[] = [];

export const AccountShell = screen("AccountShell", () => import("./account-shell.tsx"));
export const Home = screen("HomeRoute", () => import("./routes/home.tsx"));
export const SignIn = screen("SignInRoute", () => import("./routes/sign-in.tsx"));
export const SignUp = screen("SignUpRoute", () => import("./routes/sign-in.tsx"));
export const Reset = screen("ResetRoute", () => import("./routes/sign-in.tsx"));
export const Welcome = screen("WelcomeRoute", () => import("./routes/welcome.tsx"));
export const Invitation = screen("InvitationRoute", () => import("./routes/invitation.tsx"));
export const PhoneSide = screen("PhoneSideRoute", () => import("./routes/phone-side.tsx"));
export const NotFound = screen("NotFoundRoute", () => import("./routes/not-found.tsx"));

export const Conversations = inAccount(
  "ConversationsRoute",
  () => import("./routes/conversations.tsx"),
);
export const Messages = inAccount("MessagesRoute", () => import("./routes/messages.tsx"));
export const Send = inAccount("SendRoute", () => import("./routes/send.tsx"));
export const Devices = inAccount("DevicesRoute", () => import("./routes/devices.tsx"));
export const Pairing = inAccount("PairingRoute", () => import("./routes/pairing.tsx"));
export const ApiKeys = inAccount("ApiKeysRoute", () => import("./routes/api-keys.tsx"));
export const Webhooks = inAccount("WebhooksRoute", () => import("./routes/webhooks.tsx"));
export const Usage = inAccount("UsageRoute", () => import("./routes/usage.tsx"));
export const Balance = inAccount("BalanceRoute", () => import("./routes/balance.tsx"));
export const Team = inAccount("TeamRoute", () => import("./routes/team.tsx"));
export const Settings = inAccount("SettingsRoute", () => import("./routes/settings.tsx"));

/**
 * Fetches the screens of an account when the first one has had its time: the others then open at once, also while the
 * server is away. What fails to come is fetched when it is opened. Gives what calls it off.
 */
export function prefetchScreens(): () => void {
  const timer = setTimeout(() => {
    for (const load of ofAccount) load().catch(() => {});
  }, PREFETCH_AFTER_MS);
  return () => clearTimeout(timer);
}

/** A screen in a file of its own. */
function screen<Name extends string>(name: Name, load: Load<Name>) {
  return lazy(async () => ({ default: (await load())[name] }));
}

function inAccount<Name extends string>(name: Name, load: Load<Name>) {
  ofAccount.push(load);
  return screen(name, load);
}
