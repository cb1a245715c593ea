import { createRequire } from "node:module";

/** The parts of the Firebase CLI that a deployment goes through, as `firebase-tools` 15 exports them. */
export interface FirebaseCli {
  getRuntimeDelegate(context: {
    projectId: string;
    projectDir: string;
    sourceDir: string;
    runtime: string;
  }): Promise<RuntimeDelegate>;
  resolveBackend(options: {
    build: Manifest;
    firebaseConfig: { projectId: string };
    userEnvs: Record<string, string>;
    nonInteractive: boolean;
    isEmulator: boolean;
  }): Promise<{ backend: { endpoints: Record<string, Record<string, CliEndpoint>> } }>;
  endpointsAreValid(backend: object): void;
  prepareFunctionsUpload(
    projectDir: string,
    sourceDir: string,
    config: { ignore?: string[] },
    additionalSources: string[],
  ): Promise<{ pathToSource: string; hash: string } | undefined>;
  unzip(archive: string, folder: string): Promise<void>;
  loadUserEnvs(options: {
    functionsSource: string;
    projectDir: string;
    projectId: string;
  }): Record<string, string>;
}

interface RuntimeDelegate {
  validate(): Promise<void>;
  discoverBuild(config: object, env: Record<string, string>): Promise<Manifest>;
}

/** What the SDK says of the functions, before parameters have values. */
export interface Manifest {
  params: Param[];
  requiredAPIs: { api: string; reason: string }[];
  endpoints: Record<string, { secretEnvironmentVariables?: { key: string }[] | null }>;
}

export interface Param {
  name: string;
  type: "string" | "int" | "boolean" | "list" | "secret";
  default?: string | number | boolean | string[];
  description?: string;
}

/** One function as it would be deployed. */
export interface CliEndpoint {
  id: string;
  region: string;
  availableMemoryMb?: number | null;
  cpu?: number | string | null;
  timeoutSeconds?: number | null;
  concurrency?: number | null;
  minInstances?: number | null;
  maxInstances?: number | null;
  serviceAccount?: string | null;
  secretEnvironmentVariables?: { key: string }[] | null;
  httpsTrigger?: { invoker?: string[] | null };
  scheduleTrigger?: { schedule: string; timeZone?: string | null; retryConfig?: object | null };
  taskQueueTrigger?: {
    invoker?: string[] | null;
    retryConfig?: object | null;
    rateLimits?: object | null;
  };
  eventTrigger?: {
    eventType: string;
    retry: boolean;
    eventFilters?: Record<string, string>;
    eventFilterPathPatterns?: Record<string, string>;
  };
}

/** Loaded late: it takes half a second. `firebase-tools` is pinned, so its inner paths are too. */
export function loadFirebaseCli(): FirebaseCli {
  const require = createRequire(import.meta.url);
  const load = (path: string) => require(`firebase-tools/lib/${path}`);
  return {
    getRuntimeDelegate: load("deploy/functions/runtimes").getRuntimeDelegate,
    resolveBackend: load("deploy/functions/build").resolveBackend,
    endpointsAreValid: load("deploy/functions/validate").endpointsAreValid,
    prepareFunctionsUpload: load("deploy/functions/prepareFunctionsUpload").prepareFunctionsUpload,
    unzip: load("unzip").unzip,
    loadUserEnvs: load("functions/env").loadUserEnvs,
  };
}
