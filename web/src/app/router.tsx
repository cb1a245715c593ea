import { Suspense } from "react";
import { Navigate, Outlet, Route, Routes } from "react-router";
import {
  AccountShell,
  ApiKeys,
  Balance,
  Conversations,
  Devices,
  Home,
  Invitation,
  Messages,
  NotFound,
  Pairing,
  PhoneSide,
  Reset,
  Send,
  Settings,
  SignIn,
  SignUp,
  Team,
  Usage,
  Webhooks,
  Welcome,
} from "./screens.ts";
import { Splash } from "./splash.tsx";

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
