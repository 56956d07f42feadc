import { afterEach, beforeEach, expect, test } from 'vitest';
import { retagged } from '../../../e2e/support/changes/retag.ts';
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
  image('a', ['old']);
  const other = image('b', ['other']);
  registry.fault = ({ method, path }) => {
    if (method !== 'DELETE' || !path.endsWith('/old')) return undefined;
    repository.tags.set('old', other);
    return { kind: 'status', status: 403 };
  };
  const { results } = await retagged(over.client, { repository: REPOSITORY, from: 'old', targets: ['new'], remove: true });
  expect(results).toMatchObject([
    { tag: 'new', state: 'moved' },
    { tag: 'old', state: 'unchanged', failure: { code: 'CONFLICT', data: { what: 'tag-moved' } } },
  ]);
  expect(await changesOf(over.client)).toMatchObject([{ state: 'partly' }]);
});
