import type { CliEndpoint, FirebaseCli, Manifest } from "./firebase-cli.ts";

/** One function in the reviewed list. Null: the platform's default. */
export interface ReviewedFunction {
  trigger: string;
  region: string;
  memoryMiB: number | null;
  cpu: number | string | null;
  timeoutSeconds: number | null;
  concurrency: number | null;
  minInstances: number | null;
  maxInstances: number | null;
  serviceAccount: string | null;
  secrets: string[];
  retry: unknown;
  rateLimits: unknown;
}

/** What `functions/deployment.json` holds: the functions under the settings' defaults. */
export interface Deployment {
  functions: Record<string, ReviewedFunction>;
  settings: Record<string, string | number | boolean | string[] | null>;
  secrets: string[];
  apis: string[];
}

/** The Firebase CLI's own discovery on the copy that would be uploaded. */
export async function discoverManifest(
  cli: FirebaseCli,
  folder: string,
  projectId: string,
  runtime: string,
): Promise<Manifest> {
  const context = { projectId, projectDir: folder, sourceDir: folder, runtime };
  const delegate = await cli.getRuntimeDelegate(context);
  await delegate.validate();
  return delegate.discoverBuild(
    {},
    { GCLOUD_PROJECT: projectId, FIREBASE_CONFIG: JSON.stringify({ projectId }) },
  );
}

export async function describeDeployment(
  cli: FirebaseCli,
  manifest: Manifest,
  projectId: string,
): Promise<Deployment> {
  const settings = manifest.params.filter(({ type }) => type !== "secret");
  const { backend } = await cli.resolveBackend({
    build: manifest,
    firebaseConfig: { projectId },
    userEnvs: Object.fromEntries(settings.map((param) => [param.name, textOf(param.default)])),
    nonInteractive: true,
    isEmulator: true,
  });
  cli.endpointsAreValid(backend);
  const endpoints = Object.values(backend.endpoints).flatMap((region) => Object.values(region));
  return {
    functions: Object.fromEntries(
      endpoints
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .map((endpoint) => [endpoint.id, reviewed(endpoint)]),
    ),
    settings: Object.fromEntries(settings.map(({ name, default: value }) => [name, value ?? null])),
    secrets: manifest.params.filter(({ type }) => type === "secret").map(({ name }) => name),
    apis: manifest.requiredAPIs.map(({ api }) => api).sort(),
  };
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? JSON.stringify(value) : String(value ?? "");
}

function reviewed(endpoint: CliEndpoint): ReviewedFunction {
  const { scheduleTrigger, taskQueueTrigger, eventTrigger } = endpoint;
  return {
    trigger: triggerOf(endpoint),
    region: endpoint.region,
    memoryMiB: endpoint.availableMemoryMb ?? null,
    cpu: endpoint.cpu ?? null,
    timeoutSeconds: endpoint.timeoutSeconds ?? null,
    concurrency: endpoint.concurrency ?? null,
    minInstances: endpoint.minInstances ?? null,
    maxInstances: endpoint.maxInstances ?? null,
    serviceAccount: endpoint.serviceAccount ?? null,
    secrets: (endpoint.secretEnvironmentVariables ?? []).map(({ key }) => key).sort(),
    retry:
      eventTrigger?.retry ??
      withoutNulls(taskQueueTrigger?.retryConfig ?? scheduleTrigger?.retryConfig),
    rateLimits: withoutNulls(taskQueueTrigger?.rateLimits),
  };
}

function triggerOf(endpoint: CliEndpoint): string {
  const { httpsTrigger, scheduleTrigger, taskQueueTrigger, eventTrigger } = endpoint;
  const invokers = httpsTrigger?.invoker ?? taskQueueTrigger?.invoker ?? ["default"];
  if (httpsTrigger) return `https, invoker ${invokers.join(" ")}`;
  if (scheduleTrigger) {
    return `schedule ${scheduleTrigger.schedule} ${scheduleTrigger.timeZone ?? "UTC"}`;
  }
  if (taskQueueTrigger) return `task queue, invoker ${invokers.join(" ")}`;
  if (eventTrigger) {
    const patterns = { ...eventTrigger.eventFilters, ...eventTrigger.eventFilterPathPatterns };
    return `${eventTrigger.eventType} ${patterns.document ?? JSON.stringify(patterns)}`;
  }
  return "unknown";
}

function withoutNulls(config: object | null | undefined): object | null {
  const kept = Object.entries(config ?? {}).filter(([, value]) => value !== null);
  return kept.length === 0 ? null : Object.fromEntries(kept);
}
