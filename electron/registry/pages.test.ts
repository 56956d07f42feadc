import { describe, expect, test } from 'vitest';
import { connect as connectTo, failureOf } from '../../e2e/support/connect.ts';
import { connect, listTags, startRegistry } from '../../e2e/support/registry/connected.ts';
import type { RegistryDouble } from '../../e2e/support/registry/double.ts';

describe('paging', () => {
  test.each(['link', 'none', 'refuses-n'] as const)('reads every tag where the registry pages by %s', async (paging) => {
    const registry = await startRegistry({ paging, pageSize: paging === 'link' ? 2 : 1000 });
    expect(await listTags(connect(registry.url)).then(({ names }) => names)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('a full page without a Link is followed once by its last item', async () => {
    const tags = Array.from({ length: 1500 }, (_, i) => `t${String(i).padStart(4, '0')}`);
    const registry = await startRegistry({ paging: 'none' }, tags);
    expect(await listTags(connect(registry.url)).then(({ names }) => names)).toEqual(tags);
  });

  const named = (headers: Record<string, string>) => ({ headers }) as const;
  const many = Array.from({ length: 2_500 }, (_, i) => `t${String(i).padStart(4, '0')}`);
  const sizes = (registry: RegistryDouble): (string | null)[] =>
    registry.requests.map(({ path }) => new URL(path, 'http://x').searchParams.get('n'));

  test('what lists its whole folder for every page is asked for all at once, from the second page on where the first gives it away', async () => {
    const registry = await startRegistry({ ...named({ 'docker-distribution-api-version': 'registry/2.0' }), pageSize: 60_000 }, many);
    const client = connect(registry.url);
    expect(await listTags(client)).toEqual({ names: many, cut: undefined });
    expect(sizes(registry)).toEqual(['1000', '50000']);
    expect(await listTags(client)).toEqual({ names: many, cut: undefined });
    expect(sizes(registry).slice(2)).toEqual(['50000']);
  });

  test('a second client of the registry asks for all at once from its first list on', async () => {
    const registry = await startRegistry({ ...named({ 'docker-distribution-api-version': 'registry/2.0' }), pageSize: 60_000 }, many);
    const network = { seenProducts: new Map() };
    const first = connectTo(registry.url, undefined, {}, network);
    await first.ping();
    await first.close();
    const second = connectTo(registry.url, undefined, {}, network);
    expect(await listTags(second)).toEqual({ names: many, cut: undefined });
    expect(sizes(registry)).toEqual([null, '50000']);
    await second.close();
  });

  test('one that refuses so many is asked for a thousand, also in the middle of a list, and not for more again', async () => {
    const registry = await startRegistry({ ...named({ 'docker-distribution-api-version': 'registry/2.0' }), tooMany: 405 }, many);
    const client = connect(registry.url);
    expect(await listTags(client)).toEqual({ names: many, cut: undefined });
    expect(sizes(registry)).toEqual(['1000', '50000', '1000', '1000']);
  });

  test('names that are more than is read of one answer are read by the thousand', async () => {
    const registry = await startRegistry(named({ 'docker-distribution-api-version': 'registry/2.0' }), many);
    const client = connect(registry.url);
    await client.ping();
    registry.fault = ({ path }) => (path.includes('n=50000') ? { kind: 'body', body: ' '.repeat(8 * 1024 * 1024 + 1) } : undefined);
    expect(await listTags(client)).toEqual({ names: many, cut: undefined });
  });

  test('a Link to another origin is not followed, and the list is known to be cut', async () => {
    const registry = await startRegistry({ paging: 'foreign-link', pageSize: 2 });
    expect(await listTags(connect(registry.url))).toEqual({ names: ['a', 'b'], cut: 'link' });
  });

  test('a page that is not there in the middle of the list is no end of it', async () => {
    const registry = await startRegistry({ pageSize: 2 });
    registry.fault = ({ number }) => (number === 2 ? { kind: 'status', status: 404 } : undefined);
    expect(await failureOf(listTags(connect(registry.url)))).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('a registry that links to the same page for ever is left when nothing new comes, and the list counts as cut', async () => {
    const registry = await startRegistry({ paging: 'endless' });
    expect(await listTags(connect(registry.url))).toEqual({ names: ['a', 'b', 'c', 'd', 'e'], cut: 'loop' });
  });

  test('two pages that lead to each other are a loop, and no limit', async () => {
    const registry = await startRegistry();
    registry.fault = ({ path, number }) => ({
      kind: 'body',
      body: JSON.stringify({ tags: number % 2 ? ['a', 'b'] : ['c', 'd'] }),
      headers: { link: `<${path}?page=${number % 2}>; rel="next"` },
    });
    expect(await listTags(connect(registry.url))).toEqual({ names: ['a', 'b', 'c', 'd'], cut: 'loop' });
    expect(registry.requests).toHaveLength(3);
  });

  test('a name that a page lists twice is one row', async () => {
    const registry = await startRegistry();
    registry.fault = () => ({ kind: 'body', body: JSON.stringify({ tags: ['a', 'b', 'a', 'b', 'a'] }) });
    expect(await listTags(connect(registry.url))).toEqual({ names: ['a', 'b'], cut: undefined });
  });

  test('a repository without tags has none, and is no error', async () => {
    const registry = await startRegistry();
    registry.store.repository('team/empty');
    const pages = [];
    for await (const page of connect(registry.url).tags('team/empty')) pages.push(...page.names);
    for await (const page of connect(registry.url).tags('team/never')) pages.push(...page.names);
    expect(pages).toEqual([]);
  });

  test.each(['forbidden', 'missing'] as const)('a catalog that is %s means that repositories are not listed', async (catalog) => {
    const registry = await startRegistry({ catalog });
    expect(await failureOf(connect(registry.url).repositories().next())).toMatchObject({
      code: 'UNSUPPORTED',
      data: { feature: 'catalog' },
    });
  });
});
