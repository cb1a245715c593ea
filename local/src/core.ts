import { join } from "node:path";
import { type Auth, createAuth } from "./auth/auth.ts";
import { type Clock, systemClock } from "./clock.ts";
import { lockDataFolder } from "./data-folder.ts";
import { createEngine } from "./firestore/engine/create-engine.ts";
import type { Engine } from "./firestore/engine.ts";
import { describeDenial } from "./firestore/rules/denial.ts";
import { createAccessPolicy, type ReplaceableAccessPolicy } from "./firestore/rules/policy.ts";
import { parseRules } from "./firestore/rules/ruleset.ts";
import { type Log, standardErrorLog } from "./log.ts";
import { StartError } from "./ports.ts";
import { type ProjectFiles, readProjectFiles } from "./project-files.ts";
import type { RuntimeOptions } from "./runtime.ts";
import { openStorage, type Storage } from "./storage.ts";

/** What everything else stands on: the project's files, the data and who may do what. */
export interface Core {
  projectId: string;
  projectDir: string;
  project: ProjectFiles;
  clock: Clock;
  log: Log;
  storage: Storage;
  engine: Engine;
  accessPolicy: ReplaceableAccessPolicy;
  auth: Auth;
}

/** What was opened, to be closed in the opposite order. */
export type Closers = (() => unknown)[];

const REPOSITORY = join(import.meta.dirname, "../..");

export function openCore(options: RuntimeOptions, closers: Closers): Core {
  const { dataDir, clock = systemClock, log = standardErrorLog, publicUrl } = options;
  const { projectDir = REPOSITORY, projectId = "demo-handset" } = options;
  const { now } = clock;
  const project = readProjectFiles(projectDir);
  const accessPolicy = readRules(project.rules, { projectId, now, log });
  if (dataDir !== null) closers.push(lockDataFolder(dataDir));
  const storage = openStorage(dataDir);
  closers.push(() => storage.close());
  const { indexes } = project;
  const engine = createEngine({
    ...{ storage, projectId, accessPolicy, now },
    ...(indexes && { indexes }),
  });
  closers.push(() => engine.close());
  const auth = createAuth({
    ...{ storage, projectId, now, log },
    ...(publicUrl && { publicUrl }),
    ...(options.sendMail && { sendMail: options.sendMail }),
  });
  return { projectId, projectDir, project, clock, log, storage, engine, accessPolicy, auth };
}

function readRules(
  rules: ProjectFiles["rules"],
  { projectId, now, log }: { projectId: string; now: () => number; log: Log },
): ReplaceableAccessPolicy {
  try {
    const ruleset = parseRules(rules?.source ?? "service cloud.firestore {}");
    return createAccessPolicy(ruleset, {
      ...{ projectId, now },
      onDenied: (denial) => log("info", describeDenial(denial)),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`${rules?.path}: ${reason}`, error);
  }
}
