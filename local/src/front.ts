import { join } from "node:path";
import type { Core } from "./core.ts";
import { createFirestoreHttp } from "./firestore/wire/http.ts";
import type { FunctionsHost } from "./functions-host/host.ts";
import { createHosting } from "./hosting/hosting.ts";
import { type HttpServer, startHttpServer } from "./http-server.ts";
import { describeError } from "./log.ts";
import { sendMissingPage } from "./missing-page.ts";
import { onPort } from "./ports.ts";
import type { StripeStandIn } from "./stripe/stand-in.ts";
import { sendWebConfig } from "./web-config.ts";

export interface FrontOptions {
  core: Core;
  functions: FunctionsHost;
  /** Whose pages for payers are shown. */
  stripe: StripeStandIn | null;
  host: string;
  port: number;
  /** A machine that serves itself alone: a page may sign people in without Google or a mail, and no other name leads here. */
  isPrivate: boolean;
}

/** The port for people: the site and its functions, and for its pages the database and sign-in, at one origin. */
export async function startFront({
  core,
  functions,
  stripe,
  host,
  port,
  isPrivate,
}: FrontOptions): Promise<HttpServer> {
  const { auth, engine, log, project, projectDir } = core;
  const firestore = createFirestoreHttp({
    engine,
    identify: (authorization) => auth.identify(authorization, { allowOwner: false }),
    allowOwner: false,
  });
  const hosting = createHosting({
    config: project.hosting,
    directory: join(projectDir, project.hosting.public),
    serveFunction: functions.serve,
    missingPage: sendMissingPage,
  });
  const server = await onPort(port, "for people", "Choose another with --port.", () =>
    startHttpServer({
      ...{ host, port, log, isPrivate },
      handle(req, res) {
        if (auth.handle(req, res, { allowOwner: false, allowStandIns: isPrivate })) return;
        if (sendWebConfig(req, res, { projectId: core.projectId, allowStandIns: isPrivate }))
          return;
        if (stripe?.handlePage(req, res)) return;
        const answered = firestore.handle(req, res);
        (answered === false ? hosting(req, res) : answered).catch((error) => {
          log("error", describeError(error));
          res.destroy();
        });
      },
    }),
  );
  return {
    port: server.port,
    close(graceMs) {
      // Open pages hold a stream to the database each; they come back by themselves.
      firestore.close();
      return server.close(graceMs);
    },
  };
}
