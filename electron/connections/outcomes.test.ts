import { expect, test } from 'vitest';
import { client, registry, saveFirst } from '../../e2e/support/hosts/connected-app.ts';
import type { ConnectionOutcome } from '../../shared/contract/connections.ts';
import { Failure, type FailureCode } from '../../shared/errors.ts';
import { Outcomes, outcomeOf } from './outcomes.ts';

const failure = (code: FailureCode, data: object = {}): Failure => new Failure(code, data as never);

test.each<[string, unknown, boolean, ReturnType<typeof outcomeOf>]>([
  ['an answer', undefined, true, 'answered'],
  ['a repository that is not there', failure('NOT_FOUND'), true, 'answered'],
  ['a refused sign-in', failure('UNAUTHORIZED', { reason: 'rejected' }), true, 'refused'],
  ['a repository that anonymous users may not read', failure('UNAUTHORIZED', { reason: 'no-credentials' }), false, undefined],
  ['no permission', failure('FORBIDDEN'), true, 'answered'],
  ['too many requests', failure('RATE_LIMITED'), true, 'answered'],
  ['a time-out', failure('TIMEOUT'), true, 'unreachable'],
  ['a cut connection', failure('NETWORK', { reason: 'cut' }), false, 'unreachable'],
  ['a certificate that is not trusted', failure('TLS'), false, 'unreachable'],
  ['no keychain', failure('KEYCHAIN'), true, undefined],
  ['a stop by the person', new DOMException('aborted', 'AbortError'), true, undefined],
])('%s tells of the connection', (_, error, signsIn, expected) => {
  expect(outcomeOf(error, signsIn)).toBe(expected);
});

test('only what differs from before is told, for each registry apart', () => {
  const told: string[] = [];
  const outcomes = new Outcomes(({ connectionId, kind }) => told.push(`${connectionId} ${kind}`));
  const away = failure('TIMEOUT');
  for (const [id, error] of [['a'], ['a'], ['a', away], ['b', away], ['a', away], ['a']] as const) outcomes.note(id, false, error);
  outcomes.forget('a');
  outcomes.note('a', false, undefined);
  expect(told).toEqual(['a answered', 'a unreachable', 'b unreachable', 'a answered', 'a answered']);
});

test('whatever is asked of a registry tells the open windows when it refuses the sign-in, cannot be reached and answers again', async () => {
  const { id: connectionId } = await saveFirst();
  const stop = new AbortController();
  const told: ConnectionOutcome['kind'][] = [];
  const following = (async () => {
    for await (const { kind } of await client().connections.outcomes(undefined, { signal: stop.signal })) told.push(kind);
  })().catch(() => {});
  const count = () => client().repositories.tagCount({ connectionId, repository: 'team/api' });
  await count();
  await expect.poll(() => told).toEqual(['answered']);
  const { behaviour } = registry;
  registry.behaviour = { ...behaviour, password: 'changed' };
  await expect(count()).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  await expect.poll(() => told.at(-1)).toBe('refused');
  registry.behaviour = behaviour;
  await count();
  await expect.poll(() => told).toEqual(['answered', 'refused', 'answered']);
  await registry.stop();
  await expect(count()).rejects.toMatchObject({ code: 'NETWORK' });
  await expect.poll(() => told.at(-1)).toBe('unreachable');
  stop.abort();
  await following;
});
