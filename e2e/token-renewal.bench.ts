import { expect, test } from '@playwright/test';
import { record } from './support/bench/record.ts';
import { connect } from './support/connect.ts';
import { fillRepository } from './support/content/large-repository.ts';
import { startDistribution } from './support/servers/distribution.ts';
import { startSlowProxy } from './support/servers/slow-proxy.ts';
import { startTokenService } from './support/servers/token-service.ts';
import { tagDetails } from './support/tag-details.ts';

const TAGS = 10_000;
const LIFE = 60;
/** ms; what makes the reading long enough for several tokens. */
const LATENCY = 120;

test('a token that expires every 60 s during the reading of 10,000 tags is renewed without an error', async () => {
  const open = await startDistribution();
  await fillRepository(open.url, 'load/many', TAGS, 7_000);
  const tokens = await startTokenService('reader', 'secret', LIFE);
  const guarded = await startDistribution({ token: tokens, contentOf: open.folder });
  const slow = await startSlowProxy(guarded.port, LATENCY);
  const client = connect(slow.url, { kind: 'password', username: 'reader', password: 'secret' });
  const started = performance.now();
  const details = await tagDetails(client, 'load/many');
  const seconds = (performance.now() - started) / 1000;
  expect(details.size).toBe(TAGS);
  expect([...details.values()].filter(({ state }) => state !== 'read')).toEqual([]);
  // Renewed five seconds early, and never by two at once.
  expect(tokens.given()).toBe(Math.ceil(seconds / (LIFE - 5)));
  expect(tokens.given()).toBeGreaterThan(2);
  // One a life of a token, renewed five seconds early.
  record('10,000 tags over a slow line: tokens asked for', {
    value: tokens.given(),
    unit: 'requests',
    floor: Math.ceil(seconds / (LIFE - 5)),
    mostRatio: 1,
  });
  await client.close();
  for (const part of [slow, guarded, open, tokens]) await part.stop();
});
