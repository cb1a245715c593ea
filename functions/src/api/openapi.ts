import type { Api } from "./route.ts";

/** Serves the description that the routes' own schemas give. */
export function describeApi(app: Api): void {
  app.openAPIRegistry.registerComponent("securitySchemes", "apiKey", {
    type: "http",
    scheme: "bearer",
    description: "An API key, `hs_live_…`.",
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "idToken", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description:
      "The Firebase ID token of a person who signed in, as the dashboard sends it, with the header `Handset-Account`.",
  });
  app.doc31("/api/v1/openapi.json", {
    openapi: "3.1.0",
    info: {
      title: "Handset",
      version: "1",
      description: "Send and receive SMS through your own Android phones.",
      license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    },
    servers: [{ url: "/" }],
  });
}
