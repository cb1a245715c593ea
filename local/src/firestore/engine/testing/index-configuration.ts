import type { IndexConfiguration } from "../../engine.ts";

/** Indexes of several fields, of a group, exempted and overridden ones, all of collection `c`. */
export const CONFIGURATION: IndexConfiguration = {
  indexes: [
    composite("a ASCENDING", "b ASCENDING"),
    composite("c ASCENDING", "b ASCENDING"),
    composite("a ASCENDING", "d DESCENDING"),
    composite("tags CONTAINS", "b ASCENDING"),
    composite("x ASCENDING", "y DESCENDING"),
    { ...composite("a ASCENDING", "b ASCENDING"), queryScope: "COLLECTION_GROUP" },
  ],
  fieldOverrides: [
    { collectionGroup: "c", fieldPath: "exempt", indexes: [] },
    {
      collectionGroup: "c",
      fieldPath: "shared",
      indexes: [
        { order: "ASCENDING", queryScope: "COLLECTION" },
        { order: "ASCENDING", queryScope: "COLLECTION_GROUP" },
      ],
    },
  ],
};

export function composite(...fields: string[]): IndexConfiguration["indexes"][number] {
  return {
    collectionGroup: "c",
    queryScope: "COLLECTION",
    fields: fields.map((text) => {
      const [fieldPath = "", mode = ""] = text.split(" ");
      if (mode === "CONTAINS") return { fieldPath, arrayConfig: "CONTAINS" };
      return { fieldPath, order: mode === "DESCENDING" ? "DESCENDING" : "ASCENDING" };
    }),
  };
}
