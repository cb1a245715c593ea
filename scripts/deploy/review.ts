import type { Deployment, ReviewedFunction } from "./deployment.ts";
import type { Manifest } from "./firebase-cli.ts";

/** A sentence for each difference between what would be deployed and what was reviewed. */
export function compareWithReview(found: Deployment, reviewed: Deployment): string[] {
  const names = [...new Set([...Object.keys(reviewed.functions), ...Object.keys(found.functions)])];
  return [
    ...names.flatMap((name) =>
      compareFunction(name, found.functions[name], reviewed.functions[name]),
    ),
    ...compareMembers("The setting", found.settings, reviewed.settings),
    ...compareNames("The secret", found.secrets, reviewed.secrets),
    ...compareNames("The API", found.apis, reviewed.apis),
  ];
}

function compareFunction(
  name: string,
  found: ReviewedFunction | undefined,
  reviewed: ReviewedFunction | undefined,
): string[] {
  if (found === undefined) return [`The function ${name} was reviewed and is not exported.`];
  if (reviewed === undefined) return [`The function ${name} is exported and was not reviewed.`];
  return Object.keys({ ...reviewed, ...found }).flatMap((option) => {
    const key = option as keyof ReviewedFunction;
    const now = JSON.stringify(found[key]);
    const then = JSON.stringify(reviewed[key]);
    return now === then ? [] : [`${name}: ${option} is ${now}, and ${then} was reviewed.`];
  });
}

function compareMembers(
  what: string,
  found: Record<string, unknown>,
  reviewed: Record<string, unknown>,
): string[] {
  return [
    ...compareNames(what, Object.keys(found), Object.keys(reviewed)),
    ...Object.keys(found).flatMap((name) => {
      const now = JSON.stringify(found[name]);
      const then = JSON.stringify(reviewed[name]);
      return !(name in reviewed) || now === then
        ? []
        : [`${what} ${name} defaults to ${now}, and ${then} was reviewed.`];
    }),
  ];
}

function compareNames(what: string, found: string[], reviewed: string[]): string[] {
  return [
    ...found
      .filter((name) => !reviewed.includes(name))
      .map((name) => `${what} ${name} is declared and was not reviewed.`),
    ...reviewed
      .filter((name) => !found.includes(name))
      .map((name) => `${what} ${name} was reviewed and is declared no more.`),
  ];
}

/** A secret that no function is given reads as an empty text; one that is given undeclared is never asked for. */
export function checkSecrets(manifest: Manifest): string[] {
  const declared = manifest.params.filter(({ type }) => type === "secret").map(({ name }) => name);
  const given = Object.entries(manifest.endpoints).flatMap(([name, endpoint]) =>
    (endpoint.secretEnvironmentVariables ?? []).map(({ key }) => ({ name, key })),
  );
  return [
    ...declared
      .filter((secret) => !given.some(({ key }) => key === secret))
      .map((secret) => `The secret ${secret} is declared and no function names it in secrets.`),
    ...given
      .filter(({ key }) => !declared.includes(key))
      .map(({ name, key }) => `${name} names the secret ${key}, which no defineSecret declares.`),
  ];
}
