import { invalidArgument } from "./errors.ts";

/** A request body as it arrived: nothing in it is trusted but through the readers below. */
export type Body = Readonly<Record<string, unknown>>;

/** Identity Toolkit takes a number where it wants a string. */
export function text(body: Body, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  throw invalidArgument(`/${name} must be string`);
}

export function flag(body: Body, name: string): boolean | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "boolean") return value;
  throw invalidArgument(`/${name} must be boolean`);
}

export function texts(body: Body, name: string): string[] {
  return list(body, name).map((item, index) => {
    if (typeof item !== "string") throw invalidArgument(`/${name}/${index} must be string`);
    return item;
  });
}

export function objects(body: Body, name: string): Body[] {
  return list(body, name).map((item, index) => {
    if (!isObject(item)) throw invalidArgument(`/${name}/${index} must be object`);
    return item;
  });
}

export function object(body: Body, name: string): Body | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (isObject(value)) return value;
  throw invalidArgument(`/${name} must be object`);
}

export function isObject(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function list(body: Body, name: string): unknown[] {
  const value = body[name];
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw invalidArgument(`/${name} must be array`);
}
