/** `npm run bench -- NAME`: measures, prints, asserts nothing. */
const BENCHES: Record<string, () => Promise<{ run(): Promise<void> }>> = {
  cold: () => import("./cold.ts"),
  send: () => import("./send.ts"),
  web: () => import("./web.ts"),
  webhooks: () => import("./webhooks.ts"),
};

const name = process.argv[2] ?? "";
const bench = BENCHES[name];
if (bench === undefined) {
  process.stderr.write(
    `npm run bench -- NAME, where NAME is one of: ${Object.keys(BENCHES).join(", ")}\n`,
  );
  process.exit(2);
}
await (await bench()).run();
process.exit(0);
