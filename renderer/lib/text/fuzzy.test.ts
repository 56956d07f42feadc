import { expect, test } from 'vitest';
import { fuzzyFilter } from './fuzzy.ts';

const names = ['team/api', 'team/api-gateway', 'charts/gateway', 'mirror/docker.io/nginx', '后端/网关'];

test.each([
  ['', names],
  ['   ', names],
  ['gateway', ['charts/gateway', 'team/api-gateway']],
  ['tapi', ['team/api', 'team/api-gateway']],
  ['team gate', ['team/api-gateway']],
  ['NGINX', ['mirror/docker.io/nginx']],
  ['网关', ['后端/网关']],
  ['nothing like it', []],
])('"%s" finds %j', (typed, found) => {
  expect(fuzzyFilter([...names], typed).toSorted()).toEqual([...found].toSorted());
});

test('the closest match comes first', () => {
  expect(fuzzyFilter(['team/api-gateway', 'team/api'], 'team/api')[0]).toBe('team/api');
});
