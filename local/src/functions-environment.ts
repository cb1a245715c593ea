import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadEnvFile } from "node:process";

export interface FunctionsEnvironment {
  projectId: string;
  firestoreHost: string;
  authHost: string;
  tasksHost: string;
  /** Parameters and secrets of the functions, by name. */
  params: Record<string, string>;
  /** Folder whose `.env`, `.env.local` and `.secret.local` are read as the Firebase CLI does; null for none. */
  envFolder: string | null;
}

/** Sets what the SDKs read. To be called before the functions are imported: some read it while they load. */
export function setFunctionsEnvironment(environment: FunctionsEnvironment): void {
  const { projectId, params, envFolder } = environment;
  Object.assign(process.env, params, {
    GCLOUD_PROJECT: projectId,
    GOOGLE_CLOUD_PROJECT: projectId,
    FIREBASE_CONFIG: JSON.stringify({ projectId }),
    FIRESTORE_EMULATOR_HOST: environment.firestoreHost,
    FIREBASE_AUTH_EMULATOR_HOST: environment.authHost,
    CLOUD_TASKS_EMULATOR_HOST: environment.tasksHost,
    FUNCTIONS_EMULATOR: "true",
    METADATA_SERVER_DETECTION: "none",
  });
  if (envFolder === null) return;
  // A variable that is set already wins, so the most particular file comes first.
  for (const name of [".secret.local", ".env.local", ".env"]) {
    const path = join(envFolder, name);
    if (existsSync(path)) loadEnvFile(path);
  }
}
