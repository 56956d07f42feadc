/**
 * Runs a job to its end and yields what it reports. A reader that leaves does not stop the job: a change that has begun is finished or
 * put back, whoever is still looking.
 */
export async function* relay<T>(job: (emit: (event: T) => void) => Promise<void>): AsyncGenerator<T> {
  const events: T[] = [];
  let wake: (() => void) | undefined;
  let ended = false;
  let failure: unknown;
  void job((event) => {
    events.push(event);
    wake?.();
  })
    .catch((error: unknown) => {
      failure = error;
    })
    .finally(() => {
      ended = true;
      wake?.();
    });
  while (true) {
    for (let event = events.shift(); event !== undefined; event = events.shift()) yield event;
    if (ended) break;
    await new Promise<void>((resolve) => (wake = resolve));
    wake = undefined;
  }
  if (failure !== undefined) throw failure;
}
