import { expect, test } from 'vitest';
import type { BrokenLink } from '../../../shared/contract/runs.ts';
import { brokenText } from './export-broken.ts';

const links: readonly BrokenLink[] = [
  { what: 'child', digest: 'sha256:a', of: 'sha256:b', tag: '1.0' },
  { what: 'layer', digest: 'sha256:c', of: 'sha256:d' },
];

test('broken links are exported with what names them, and by which tag one comes there', () => {
  expect(brokenText('csv', 'team/api', links)).toBe(
    ['repository,what,digest,of,tag', 'team/api,child,sha256:a,sha256:b,1.0', 'team/api,layer,sha256:c,sha256:d,'].join('\r\n'),
  );
  expect(JSON.parse(brokenText('json', 'team/api', links))).toEqual(links.map((link) => ({ repository: 'team/api', ...link })));
});
