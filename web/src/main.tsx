import "./zod-without-eval.ts";
import "@fontsource-variable/hanken-grotesk";
import "./ui/tokens.css";
import "./ui/base.css";
import { createRoot } from "react-dom/client";
import { createApi } from "./api.ts";
import { App } from "./app/app.tsx";
import { StartFailure } from "./app/start-failure.tsx";
import { loadConfig } from "./config.ts";
import { lastAccount } from "./features/accounts/last-account.ts";
import { applyTheme } from "./theme.ts";

applyTheme();
if (lastAccount()) {
  // Whoever was here before is most likely signed in still: what they will need comes alongside.
  void import("./firestore.ts");
  void import("./app/account-shell.tsx");
  void import("./app/routes/conversations.tsx");
}
const container = document.getElementById("root");
if (!container) throw new Error("The page has no element with the id root.");
const root = createRoot(container);

try {
  const [config, { createIdentity }] = await Promise.all([
    loadConfig(),
    import("./firebase-identity.ts"),
  ]);
  const identity = createIdentity(config);
  const openDatabase = async () => (await import("./firestore.ts")).createDatabase(config);
  root.render(
    <App identity={identity} api={createApi(identity.token)} openDatabase={openDatabase} />,
  );
} catch (error) {
  root.render(<StartFailure error={error} />);
}
