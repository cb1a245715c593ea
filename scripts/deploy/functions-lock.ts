/** `functions/` is uploaded alone, so it carries a lock of its own: the workspace's lock, cut to what the functions need. */

export interface LockedPackage {
  version?: string;
  link?: boolean;
  dev?: boolean;
  optional?: boolean;
  peer?: boolean;
  devOptional?: boolean;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  [member: string]: unknown;
}

export interface Lock {
  name?: string;
  version?: string;
  lockfileVersion: number;
  packages: Record<string, LockedPackage>;
}

interface Placed {
  from: string;
  isOptional: boolean;
}

/** The same versions at the same integrity, each package where Node finds it from `functions/`. */
export function cutFunctionsLock(root: Lock, folder = "functions"): Lock {
  const manifest = root.packages[folder];
  if (manifest === undefined) throw new Error(`package-lock.json knows no workspace ${folder}.`);
  const placed = new Map<string, Placed>([["", { from: folder, isOptional: false }]]);
  const queue = [""];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    const { from, isOptional } = found(placed.get(at), at);
    for (const need of needsOf(found(root.packages[from], from))) {
      const source = resolve(need.name, from, (path) => path in root.packages);
      if (source === null) {
        if (need.isOptional) continue;
        throw new Error(`package-lock.json has no ${need.name} for ${from}. Run npm install.`);
      }
      const isOptionalHere = isOptional || need.isOptional;
      const present = resolve(need.name, at, (path) => placed.has(path));
      if (present !== null && placed.get(present)?.from === source) {
        const other = found(placed.get(present), present);
        if (other.isOptional && !isOptionalHere) {
          placed.set(present, { ...other, isOptional: false });
          queue.push(present);
        }
        continue;
      }
      const path = placeFor(need.name, at, present);
      placed.set(path, { from: source, isOptional: isOptionalHere });
      queue.push(path);
    }
  }
  return {
    name: manifest.name as string,
    version: manifest.version ?? "0.0.0",
    lockfileVersion: root.lockfileVersion,
    requires: true,
    packages: Object.fromEntries(
      [...placed]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([path, { from, isOptional }]) => [path, entry(root, from, path, isOptional)]),
    ),
  } as Lock;
}

function needsOf(locked: LockedPackage): { name: string; isOptional: boolean }[] {
  const peers = Object.keys(locked.peerDependencies ?? {}).map((name) => ({
    name,
    isOptional: locked.peerDependenciesMeta?.[name]?.optional === true,
  }));
  const optional = Object.keys(locked.optionalDependencies ?? {});
  const plain = Object.keys(locked.dependencies ?? {}).filter((name) => !optional.includes(name));
  return [
    ...plain.map((name) => ({ name, isOptional: false })),
    ...optional.map((name) => ({ name, isOptional: true })),
    ...peers.filter(({ isOptional }) => !isOptional),
  ];
}

/** Where Node finds `name` from a package at `from`: its own node_modules, then those of the folders above. */
function resolve(name: string, from: string, exists: (path: string) => boolean): string | null {
  for (let folder: string | null = from; folder !== null; folder = above(folder)) {
    const path = folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (exists(path)) return path;
  }
  return null;
}

function above(folder: string): string | null {
  if (folder === "") return null;
  const parent = folder.lastIndexOf("/node_modules/");
  return parent === -1 ? "" : folder.slice(0, parent);
}

/** At the top, or beside what needs it when another version stands there. */
function placeFor(name: string, at: string, present: string | null): string {
  if (present === null) return `node_modules/${name}`;
  return at === "" ? `node_modules/${name}` : `${at}/node_modules/${name}`;
}

function entry(root: Lock, from: string, path: string, isOptional: boolean): LockedPackage {
  const {
    dev: _dev,
    devOptional: _devOptional,
    peer: _peer,
    optional: _,
    ...rest
  } = found(root.packages[from], from);
  return { ...rest, ...(isOptional && path !== "" && { optional: true }) };
}

function found<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`package-lock.json has no ${name || "root"}.`);
  return value;
}
