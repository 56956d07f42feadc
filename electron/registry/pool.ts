/**
 * Runs `work` over what `next` hands out until it hands out nothing, `width` at once. The first failure stops the others from starting
 * and is thrown once all have ended. Taking the next item at the last moment lets its order change under way.
 */
export async function pool<T>(width: number, next: () => T | undefined, work: (item: T) => Promise<void>): Promise<void> {
  let failed = false;
  const worker = async (): Promise<void> => {
    for (let item = next(); item !== undefined && !failed; item = next()) {
      try {
        await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const results = await Promise.allSettled(Array.from({ length: width }, worker));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
