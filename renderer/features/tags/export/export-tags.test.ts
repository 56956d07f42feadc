import { expect, test } from 'vitest';
import type { TagDetail } from '../../../../shared/contract/tags.ts';
import { type Exported, exportText } from './export-tags.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const details = new Map<string, TagDetail>([
  [
    '1.0',
    {
      state: 'read',
      tag: '1.0',
      digest: DIGEST,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      artifactType: '=HYPERLINK("https://example.com")',
      kind: 'image',
      content: 'image',
      platforms: [
        { os: 'linux', architecture: 'amd64' },
        { os: 'linux', architecture: 'arm64', variant: 'v8' },
      ],
      size: 1000,
      created: '2026-01-01T00:00:00.000Z',
      immutable: false,
    },
  ],
  ['1.1', { state: 'failed', tag: '1.1', code: 'TIMEOUT' }],
]);
const exported: Exported = {
  tags: ['1.1', '1.0'],
  details,
  columns: ['size', 'platforms', 'mediaType', 'immutable', 'pulled'],
  referenceOf: (tag) => `registry.example.com/team/api:${tag}`,
};

test('a table has the columns on screen, empty where nothing was read, and no cell that a spreadsheet evaluates', () => {
  expect(exportText('csv', exported).split('\r\n')).toEqual([
    'tag,reference,size,platforms,mediaType,immutable,pulled',
    '1.1,registry.example.com/team/api:1.1,,,,,',
    `1.0,registry.example.com/team/api:1.0,1000,linux/amd64 linux/arm64/v8,"'=HYPERLINK(""https://example.com"")",false,`,
    '',
  ]);
});

test('JSON has all that is known of each tag', () => {
  expect(JSON.parse(exportText('json', exported))).toEqual([
    { tag: '1.1', reference: 'registry.example.com/team/api:1.1' },
    expect.objectContaining({ tag: '1.0', digest: DIGEST, kind: 'image', size: 1000, platforms: ['linux/amd64', 'linux/arm64/v8'] }),
  ]);
});

test('a deleted tag, as "Changes only" lists it, is exported without a reference', () => {
  const withDeleted: Exported = {
    ...exported,
    tags: ['0.9', '1.0'],
    columns: ['size'],
    details: new Map<string, TagDetail>([...details, ['0.9', { state: 'not-found', tag: '0.9' }]]),
  };
  expect(exportText('references', withDeleted)).toBe('registry.example.com/team/api:1.0\n');
  expect(exportText('csv', withDeleted).split('\r\n').slice(1)).toEqual(['0.9,,', '1.0,registry.example.com/team/api:1.0,1000', '']);
  expect(JSON.parse(exportText('json', withDeleted))).toEqual([{ tag: '0.9', deleted: true }, expect.objectContaining({ tag: '1.0' })]);
});

test('references are a line each, in the order on screen', () => {
  expect(exportText('references', exported)).toBe('registry.example.com/team/api:1.1\nregistry.example.com/team/api:1.0\n');
});
