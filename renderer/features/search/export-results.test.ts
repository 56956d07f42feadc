import { expect, test } from 'vitest';
import type { SearchResult } from '../../../shared/contract/search.ts';
import { exportText } from './export-results.ts';

const DIGEST = `sha256:${'a1'.repeat(32)}`;
const where = { connectionId: 'prod', repository: 'team/api' };
const platforms = [
  { os: 'linux', architecture: 'amd64' },
  { os: 'linux', architecture: 'arm64', variant: 'v8' },
];
const results: readonly SearchResult[] = [
  { kind: 'repository', ...where },
  {
    ...{ kind: 'tag', ...where, tag: '1.9', pulled: '2026-02-01T00:00:00.000Z' },
    image: { digest: DIGEST, platforms, size: 1000, content: 'index', kind: 'index', created: '2026-01-01T00:00:00.000Z' },
  } as SearchResult,
  { kind: 'image', ...where, untagged: true, image: { digest: DIGEST, platforms: [] } },
];
const registryOf = () => ({ name: '=Production', url: 'https://registry.example.com:5000' });

test('a table has a row for each result, empty where something is unknown, and no cell that a spreadsheet evaluates', () => {
  const base = 'registry.example.com:5000/team/api';
  expect(exportText('csv', results, registryOf).split('\r\n')).toEqual([
    'registry,repository,tag,reference,digest,contains,kind,platforms,size,created,pulled',
    `'=Production,team/api,,${base},,,,,,,`,
    `'=Production,team/api,1.9,${base}:1.9,${DIGEST},,index,linux/amd64 linux/arm64/v8,1000,2026-01-01T00:00:00.000Z,2026-02-01T00:00:00.000Z`,
    `'=Production,team/api,,${base}@${DIGEST},${DIGEST},,,,,,`,
    '',
  ]);
});

test('JSON has what is known of each result, and references are a line each', () => {
  expect(JSON.parse(exportText('json', results, registryOf))[1]).toMatchObject({
    tag: '1.9',
    size: 1000,
    pulled: '2026-02-01T00:00:00.000Z',
  });
  expect(exportText('references', results, registryOf)).toBe(
    `registry.example.com:5000/team/api\nregistry.example.com:5000/team/api:1.9\nregistry.example.com:5000/team/api@${DIGEST}\n`,
  );
});
