import { getApps, initializeApp } from "firebase-admin/app";
import { type Firestore, getFirestore } from "firebase-admin/firestore";
import { createCloudTasks } from "./cloud-tasks.ts";
import { allowsPrivateTargets, functionsBase, readEnvironment, region } from "./config.ts";
import type { Services } from "./context.ts";
import { createIdentity } from "./identity.ts";
import { log } from "./log.ts";
import { createPush } from "./push.ts";
import { createOutbound } from "./webhooks/outbound.ts";

let services: Services | undefined;

/** The services of this instance, made at the first call so that importing a function costs nothing. */
export function getServices(): Services {
  services ??= createServices();
  return services;
}

function createServices(): Services {
  const app = getApps()[0] ?? initializeApp();
  const environment = readEnvironment();
  return {
    db: configured(getFirestore(app)),
    now: () => new Date(),
    tasks: createCloudTasks({
      projectId: environment.GCLOUD_PROJECT,
      location: region.value(),
      functionsUrl: functionsBase(environment),
      emulatorHost: environment.CLOUD_TASKS_EMULATOR_HOST ?? null,
    }),
    push: createPush(app),
    identity: createIdentity(app),
    outbound: createOutbound({ allowsPrivateTargets: allowsPrivateTargets(environment) }),
    log,
  };
}

function configured(db: Firestore): Firestore {
  db.settings({ ignoreUndefinedProperties: true });
  return db;
}
