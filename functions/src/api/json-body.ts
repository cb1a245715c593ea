import type { MiddlewareHandler } from "hono";

/**
 * Takes every body for JSON, whatever it says it is: `curl -d` calls it a form, and others call it nothing. What is not JSON is then refused as
 * malformed. No page elsewhere can use that: a call carries its key in a header that only our own pages may set.
 */
export const readAsJson: MiddlewareHandler = async (c, next) => {
  if (c.req.raw.body !== null) c.req.raw.headers.set("Content-Type", "application/json");
  await next();
};
