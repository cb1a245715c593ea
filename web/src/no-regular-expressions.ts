/** Stands in for re2js, which Firestore calls for regular expressions in pipelines only. */
export const RE2JS = {
  compile(): never {
    throw new Error("Pipelines with regular expressions are left out of this build.");
  },
};
