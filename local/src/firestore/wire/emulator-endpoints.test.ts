import { describe, expect, test } from "vitest";
import { FirestoreError } from "../errors.ts";
import { DATABASE, OWNER, ROOT } from "./testing/listening-client.ts";
import { commitOf, post } from "./testing/rest-call.ts";
import { send, setUpWireServer, startWireServer } from "./testing/wire-server.ts";

let rules = "";
const server = setUpWireServer({
  allowOwner: true,
  emulator: {
    setRules: (source) => {
      if (source === "broken") throw new FirestoreError("INVALID_ARGUMENT", "line 1, column 1");
      rules = source;
    },
    clear: () => server.engine.clear(),
  },
});

describe("what an emulator is asked", () => {
  test("takes rules, and says where they do not parse", async () => {
    const path = "/emulator/v1/projects/demo-listen:securityRules";
    const body = (content: string) => ({ rules: { files: [{ content }] } });
    expect((await send(server, "PUT", path, { body: body("rules_version = '2';") })).status).toBe(
      200,
    );
    expect(rules).toBe("rules_version = '2';");
    const refused = await send(server, "PUT", path, { body: body("broken") });
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining("line 1")]);
    expect((await send(server, "PUT", path, { body: { rules: {} } })).status).toBe(400);
  });

  test("deletes every document", async () => {
    expect((await post(server, "commit", commitOf("cleared/a"))).status).toBe(200);
    const path = `/emulator/v1/${DATABASE}/documents`;
    expect((await send(server, "DELETE", path)).status).toBe(200);
    const { found } = await server.engine.batchGet({ documents: [`${ROOT}/cleared/a`] }, OWNER);
    expect(found).toEqual([null]);
  });

  test("is served where it was asked for only", async () => {
    const plain = await startWireServer();
    expect((await send(plain, "DELETE", `/emulator/v1/${DATABASE}/documents`)).status).toBe(404);
    await plain.close();
  });
});
