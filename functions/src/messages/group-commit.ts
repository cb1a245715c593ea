/** Runs calls for the same key together: those that arrive while one batch is under way make up the next. */
export function createGroupCommit<Item, Result>(options: {
  /** Gives one result an item, in order. When it throws, every item of the batch fails. */
  run(key: string, items: Item[]): Promise<Result[]>;
  weigh(item: Item): number;
  /** A batch closes before it weighs more, unless it is a single item. */
  weightMax: number;
}): (key: string, item: Item) => Promise<Result> {
  const lanes = new Map<string, Waiting<Item, Result>[]>();

  async function drain(key: string, waiting: Waiting<Item, Result>[]): Promise<void> {
    // One turn of the event loop, so that calls that came in together leave together.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const batch = waiting.splice(0, batchLength(waiting));
      try {
        const results = await options.run(
          key,
          batch.map(({ item }) => item),
        );
        batch.forEach(({ resolve }, index) => {
          resolve(results[index] as Result);
        });
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    lanes.delete(key);
  }

  function batchLength(waiting: Waiting<Item, Result>[]): number {
    let weight = 0;
    const end = waiting.findIndex(({ item }) => {
      weight += options.weigh(item);
      return weight > options.weightMax;
    });
    return end === -1 ? waiting.length : Math.max(1, end);
  }

  return (key, item) =>
    new Promise<Result>((resolve, reject) => {
      const lane = lanes.get(key);
      if (lane !== undefined) {
        lane.push({ item, resolve, reject });
        return;
      }
      const waiting = [{ item, resolve, reject }];
      lanes.set(key, waiting);
      void drain(key, waiting);
    });
}

interface Waiting<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}
