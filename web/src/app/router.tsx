import { lazy, Suspense } from "react";
import { Navigate, Outlet, Route, Routes } from "react-router";

import { Splash } from "./splash.tsx";

const AccountShell = lazy(async () => ({
  default: (await import("./account-shell.tsx")).AccountShell,
}));
const Home = lazy(async () => ({ default: (await import("./routes/home.tsx")).HomeRoute }));
const SignIn = lazy(async () => ({ default: (await import("./routes/sign-in.tsx")).SignInRoute }));
const SignUp = lazy(async () => ({ default: (await import("./routes/sign-in.tsx")).SignUpRoute }));
const Reset = lazy(async () => ({ default: (await import("./routes/sign-in.tsx")).ResetRoute }));
const Welcome = lazy(async () => ({
  default: (await import("./routes/welcome.tsx")).WelcomeRoute,
}));
const Invitation = lazy(async () => ({
  default: (await import("./routes/invitation.tsx")).InvitationRoute,
}));
const PhoneSide = lazy(async () => ({
  default: (await import("./routes/phone-side.tsx")).PhoneSideRoute,
}));
const Conversations = lazy(async () => ({
  default: (await import("./routes/conversations.tsx")).ConversationsRoute,
}));
const Messages = lazy(async () => ({
  default: (await import("./routes/messages.tsx")).MessagesRoute,
}));
const Send = lazy(async () => ({ default: (await import("./routes/send.tsx")).SendRoute }));
const Devices = lazy(async () => ({
  default: (await import("./routes/devices.tsx")).DevicesRoute,
}));
const Pairing = lazy(async () => ({
  default: (await import("./routes/pairing.tsx")).PairingRoute,
}));
const ApiKeys = lazy(async () => ({
  default: (await import("./routes/api-keys.tsx")).ApiKeysRoute,
}));
const Webhooks = lazy(async () => ({
  default: (await import("./routes/webhooks.tsx")).WebhooksRoute,
}));
const Usage = lazy(async () => ({ default: (await import("./routes/usage.tsx")).UsageRoute }));
const Balance = lazy(async () => ({
  default: (await import("./routes/balance.tsx")).BalanceRoute,
}));
const Team = lazy(async () => ({ default: (await import("./routes/team.tsx")).TeamRoute }));
const Settings = lazy(async () => ({
  default: (await import("./routes/settings.tsx")).SettingsRoute,
}));
const NotFound = lazy(async () => ({
  default: (await import("./routes/not-found.tsx")).NotFoundRoute,
}));

export function AppRoutes() {
  return (
    <Suspense fallback={<Splash />}>
      <Routes>
        <Route path="sign-in" element={<SignIn />} />
        <Route path="sign-up" element={<SignUp />} />
        <Route path="reset-password" element={<Reset />} />
        <Route path="pair" element={<PhoneSide />} />
        <Route path="join/:token" element={<Invitation />} />
        <Route index element={<Home />} />
        <Route path="welcome" element={<Welcome />} />
        <Route path="a/:accountId" element={<AccountShell />}>
          <Route index element={<Navigate to="conversations" replace />} />
          <Route path="conversations/:conversationId?" element={<Conversations />} />
          <Route path="messages/:messageId?" element={<Messages />} />
          <Route path="send" element={<Send />} />
          <Route path="devices" element={<Outlet />}>
            <Route index element={<Devices />} />
            <Route path="pair" element={<Pairing />} />
          </Route>
          <Route path="api-keys" element={<ApiKeys />} />
          <Route path="webhooks/:webhookId?" element={<Webhooks />} />
          <Route path="usage" element={<Usage />} />
          <Route path="balance" element={<Balance />} />
          <Route path="team" element={<Team />} />
          <Route path="settings" element={<Settings />} />
        </Route>
        <Route path="*" element={<NotFound />} />
      </Routes>
    </Suspense>
  );
}
