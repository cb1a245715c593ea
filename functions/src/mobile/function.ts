import { onRequest } from "firebase-functions/https";
import { mobileInstancesMin, region, serviceAccounts } from "../config.ts";

/** The phone protocol: `/mobile/v1/…`. An open stream takes a place of `concurrency` for up to an hour. */
export const mobile = onRequest(
  {
    region,
    memory: "512MiB",
    concurrency: 500,
    timeoutSeconds: 3600,
    minInstances: mobileInstancesMin,
    maxInstances: 100,
    serviceAccount: serviceAccounts.mobile,
    invoker: "public",
  },
  async (req, res) => {
    const { answer } = await import("./listener.ts");
    await answer(req, res);
  },
);
