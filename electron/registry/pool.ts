/**
 * Runs `work` over what `next` hands out until it hands out nothing and all work has ended, `width` at once: a number, or what tells it, asked before
 * each start. The first failure stops others from starting and is thrown once all have ended. Taking the next item at the last moment lets its order
 * change under way.
 */
export function pool<T>(width: number | (() => number), next: () => T | undefined, work: (item: T) => Promise<void>): Promise<void> {
  const most = typeof width === 'number' ? () => width : width;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let running = 0;
  let failure: { readonly error: unknown } | undefined;
  const ended = (): void => {
    running--;
    fill();
  };
  const failed = (error: unknown): void => {
    failure ??= { error };
    ended();
  };
  const fill = (): void => {
    try {
      for (let item = take(); item !== undefined; item = take()) {
        running++;
        work(item).then(ended, failed);
      }
    } catch (error) {
      failure ??= { error };
    }
    if (running > 0) return;
    if (failure) reject(failure.error);
    else resolve();
  };
  const take = (): T | undefined => (failure || running >= most() ? undefined : next());
  fill();
  return promise;
}
