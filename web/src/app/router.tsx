import { lazy, Suspense } from "react";
import { Navigate, Route, Routes } from "react-router";

import { Splash } from "./splash.tsx";

const AccountShell = lazy(async () => ({
  default: (await import("./account-shell.tsx")).AccountShell,
}));
const Home = lazy(async () => ({ default: (await import("./routes/home.tsx")).HomeRoute }));
const SignIn = lazy(async () => ({ default: (await import("./routes/sign-in.tsx")).SignInRoute }));
const SignUp = lazy(async () => ({ default: (await import("./routes/sign-in.tsx")).SignUpRoute }));
const Reset = lazy(async () => ({ default: (await import("./routes/sign-in.tsx")).ResetRoute }));
const Conversations = lazy(async () => ({
  default: (await import("./routes/conversations.tsx")).ConversationsRoute,
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
        <Route index element={<Home />} />
        <Route path="a/:accountId" element={<AccountShell />}>
          <Route index element={<Navigate to="conversations" replace />} />
          <Route path="conversations/:conversationId?" element={<Conversations />} />
        </Route>
        <Route path="*" element={<NotFound />} />
      </Routes>
    </Suspense>
  );
}
