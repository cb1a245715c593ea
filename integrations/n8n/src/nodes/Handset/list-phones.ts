import type { ILoadOptionsFunctions, INodePropertyOptions } from "n8n-workflow";
import { callHandset } from "./request";

/** Fills the menus in which a phone is chosen. */
export async function listPhones(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  const { data } = await callHandset(this, { path: "/devices" });
  const phones = (data as { id: string; name: string }[]).map(({ id, name }) => ({
    name,
    value: id,
  }));
  return [{ name: "Any Phone", value: "" }, ...phones];
}
