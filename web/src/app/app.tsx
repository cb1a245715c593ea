import { BrowserRouter } from "react-router";
import { type Api, ApiContext } from "../api.ts";
import type { Database } from "../database.ts";
import type { Identity } from "../identity.ts";
import { SessionProvider } from "../session.tsx";
import { ToastProvider } from "../ui/toast.tsx";
import { DatabaseGate } from "./database-gate.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { AppRoutes } from "./router.tsx";

interface Props {
  identity: Identity;
  api: Api;
  openDatabase: () => Promise<Database>;
}

export function App({ identity, api, openDatabase }: Props) {
  return (
    <ErrorBoundary>
      <BrowserRouter>
        <SessionProvider identity={identity}>
          <ApiContext value={api}>
            <ToastProvider>
              <DatabaseGate open={openDatabase}>
                <AppRoutes />
              </DatabaseGate>
            </ToastProvider>
          </ApiContext>
        </SessionProvider>
      </BrowserRouter>
    </ErrorBoundary>
  );
}
