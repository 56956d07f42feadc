import { expect, test } from 'vitest';
import { inspectDigest, pullWhole } from './content/images.ts';
import { LONGEST_TAG, RELEASED } from './content/realistic-content.ts';
import { startRealisticRegistries } from './realistic-registry.ts';
import { started } from './started.ts';

const namesOf = async (url: string): Promise<string[]> =>
  ((await (await fetch(`${url}/v2/_catalog?n=1000`)).json()) as { repositories: string[] }).repositories;
const tagsOf = async (url: string, repository: string): Promise<string[]> =>
  ((await (await fetch(`${url}/v2/${repository}/tags/list`)).json()) as { tags: string[] | null }).tags ?? [];

test('The realistic registry has 297 repositories with every kind of tag, and images that can be pulled', async () => {
  const { company, release } = started(await startRealisticRegistries());
  const names = await namesOf(company.url);
  expect(names).toHaveLength(297);
  expect(names).toContain('tools/tool-120');
  expect(Math.max(...names.map((name) => name.length))).toBe(128);
  expect(await tagsOf(company.url, 'sandbox/alice/scratch')).toEqual([]);
  const tags = await tagsOf(company.url, 'shop/api');
  expect(tags).toEqual(expect.arrayContaining(['1.9.3', '2.0.0-rc.2', 'latest', 'stable', 'prod-eu', LONGEST_TAG]));
  expect(LONGEST_TAG).toHaveLength(128);
  for (const kind of [/^pr-\d+$/, /^main-[0-9a-f]{8}$/, /^nightly-\d{8}$/])
    expect(tags.filter((tag) => kind.test(tag)).length).toBeGreaterThan(13);
  for (const kind of [/^sha256-.{64}\.sig$/, /\.att$/, /\.sbom$/, /^sha256-.{64}$/])
    expect(tags.filter((tag) => kind.test(tag)).length).toBeGreaterThan(1);
  await pullWhole(company.host, 'tools/tool-1', 'latest');
  await pullWhole(release.host, 'charts/api', '2.1.0');
  // Equal at every start, on every machine: a picture or a report can name it.
  expect(await inspectDigest(company.host, 'shop/api', '1.9.3')).toBe(RELEASED);
});
