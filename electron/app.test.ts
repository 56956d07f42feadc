import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startAppOver } from '../e2e/support/hosts/app-over.ts';

test('an application without a time limit ends after the running change, one with a limit when its time is up', async () => {
  for (const [patience, hasEnded] of [
    [Number.POSITIVE_INFINITY, true],
    [50, false],
  ] as const) {
    const { app, stop } = await startAppOver('http://127.0.0.1:9');
    let ended = false;
    const change = app.services.runs.hold(['c'], wait(2_000)).then(() => (ended = true));
    await app.close(patience);
    expect(ended).toBe(hasEnded);
    await change;
    await stop();
  }
});
