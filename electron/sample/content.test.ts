import { expect, test } from 'vitest';
import { createSampleContent } from './content.ts';
import { SampleRegistry } from './registry.ts';
import { SampleStore } from './store.ts';

test('a repository is listed before its content is made, which is made once, when it is first asked for', async () => {
  const store = new SampleStore();
  let made = 0;
  store.repository('team/later', (repository) => {
    made++;
    repository.putManifest({ bytes: Buffer.from('{}'), mediaType: 'application/vnd.oci.image.manifest.v1+json' }, '1.0');
  });
  const registry = new SampleRegistry(store);
  const url = await registry.start();
  const read = async (path: string): Promise<unknown> => (await fetch(`${url}/v2/${path}`)).json();
  expect([await read('_catalog'), made]).toEqual([{ repositories: ['team/later'] }, 0]);
  expect([await read('team/later/tags/list'), made]).toEqual([{ name: 'team/later', tags: ['1.0'] }, 1]);
  expect([await read('team/later/tags/list'), made]).toEqual([{ name: 'team/later', tags: ['1.0'] }, 1]);
  await registry.stop();
});

test('every repository of the sample has content, but the one that is empty', () => {
  const counts = [...createSampleContent().repositories].map(([name, { tags }]) => [name, tags.size > 0]);
  expect(counts.filter(([, isFilled]) => !isFilled)).toEqual([['team/worker', false]]);
  expect(counts.length).toBe(9);
});
