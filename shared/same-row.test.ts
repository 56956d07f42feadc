import { expect, test } from 'vitest';
import type { ReadTag, TagDetail } from './contract/tags.ts';
import { saysNothingNew } from './same-row.ts';

const row: ReadTag = {
  state: 'read',
  tag: '1.0',
  digest: 'sha256:a',
  mediaType: 'm',
  kind: 'index',
  content: 'index',
  platforms: [{ os: 'linux', architecture: 'amd64' }],
  size: 10,
};
const undefinedField = (field: keyof ReadTag): TagDetail => ({ ...row, [field]: undefined });

test.each<[string, TagDetail | undefined, TagDetail, boolean]>([
  ['nothing was known', undefined, row, false],
  ['the same', row, { ...row, platforms: [{ os: 'linux', architecture: 'amd64' }] }, true],
  ['another digest', row, { ...row, digest: 'sha256:b' }, false],
  ['another platform', row, { ...row, platforms: [{ os: 'linux', architecture: 'arm64' }] }, false],
  ['a date that is new', row, { ...row, created: '2026-01-01T00:00:00Z' }, false],
  ['a size that is not known any more', row, undefinedField('size'), false],
  ['a field that is named and says nothing', row, undefinedField('pulled'), true],
  ['it was deleted', row, { state: 'not-found', tag: '1.0' }, false],
])('%s', (_, known, now, isSame) => {
  expect(saysNothingNew(known, now)).toBe(isSame);
});
