import { afterEach, beforeEach, expect, test } from 'vitest';
import { changesOf } from '../../../e2e/support/changes/undo.ts';
import { type AppOverDouble, putSmallImage, REPOSITORY, startAppOverDouble } from '../../../e2e/support/hosts/app-over-double.ts';

let over: AppOverDouble;
let registry: AppOverDouble['registry'];
let repository: AppOverDouble['repository'];
beforeEach(async () => {
  over = await startAppOverDouble();
  ({ registry, repository } = over);
});
afterEach(() => over.stop());

const image = (seed: string, tags: string[]): string => putSmallImage(over, seed, tags);

test('a move whose old tag someone moved meanwhile is partly done, and the old tag is not said to point to the image', async () => {
  const [digest, other] = [image('a', ['old']), image('b', ['other'])];
  registry.fault = ({ method, path }) => {
    if (method !== 'DELETE' || !path.endsWith('/old')) return undefined;
    repository.tags.set('old', other);
    return { kind: 'status', status: 403 };
  };
  const order = { connectionId: 'c', repository: REPOSITORY, from: 'old', digest, targets: [{ to: 'new', expected: null }] };
  const { results } = await over.client.retag.apply({ ...order, remove: true, typed: [] });
  expect(results).toMatchObject([
    { tag: 'new', state: 'moved' },
    { tag: 'old', state: 'unchanged', failure: { code: 'CONFLICT', data: { what: 'tag-moved' } } },
  ]);
  expect(await changesOf(over.client)).toMatchObject([{ state: 'partly' }]);
});
