/**
 * Runs a job to its end and yields what it reports. A reader that leaves does not stop the job: a change that has begun is finished or
 * put back, whoever is still looking; `onLeft` is told, so that what could wait for ever does not.
 */
export async function* relay<T>(job: (emit: (event: T) => void) => Promise<void>, onLeft: () => void = () => {}): AsyncGenerator<T> {
  const events: T[] = [];
  let wake: (() => void) | undefined;
  let ended = false;
  let left = false;
  let failure: unknown;
  void job((event) => {
    if (!left) events.push(event);
    wake?.();
  })
    .catch((error: unknown) => {
      failure = error;
    })
    .finally(() => {
      ended = true;
      wake?.();
    });
  try {
    while (true) {
      for (let event = events.shift(); event !== undefined; event = events.shift()) yield event;
      if (ended) break;
      await new Promise<void>((resolve) => (wake = resolve));
      wake = undefined;
    }
  } finally {
    if (!ended) {
      left = true;
      events.length = 0;
      onLeft();
    }
  }
  if (failure !== undefined) throw failure;
}
