/** For tests through `@firebase/rules-unit-testing`: a database in memory, on a free port, under the given rules. */
import { openStorage } from "../../../storage.ts";
import { createEngine } from "../../engine/create-engine.ts";
import type { IndexConfiguration } from "../../engine.ts";
import type { Caller } from "../../protocol.ts";
import { startFirestoreServer } from "../../wire/server.ts";
import { createAccessPolicy } from "../policy.ts";
import { parseRules } from "../ruleset.ts";

export interface RulesServer {
  host: string;
  port: number;
  stop(): Promise<void>;
}

export async function startRulesServer(options: {
  projectId: string;
  rules: string;
  indexes: IndexConfiguration;
}): Promise<RulesServer> {
  const { projectId, rules, indexes } = options;
  const accessPolicy = createAccessPolicy(parseRules(rules), { projectId });
  const storage = openStorage(null);
  const engine = createEngine({ storage, projectId, accessPolicy, indexes });
  const { host, port, close } = await startFirestoreServer({
    engine,
    identify: readUnsignedToken,
    allowOwner: true,
    port: 0,
    emulator: {
      setRules: (source) => accessPolicy.replaceRuleset(parseRules(source)),
      clear: () => engine.clear(),
    },
  });
  return {
    host,
    port,
    async stop() {
      await close();
      await engine.close();
      await storage.close();
    },
  };
}

/** The tokens of `@firebase/rules-unit-testing` bear no signature. */
function readUnsignedToken(authorization: string | undefined): Caller {
  const payload = authorization?.split(".")[1];
  if (payload === undefined) return { kind: "anonymous" };
  const token = JSON.parse(Buffer.from(payload, "base64url").toString());
  return { kind: "user", uid: token.sub, token };
}
