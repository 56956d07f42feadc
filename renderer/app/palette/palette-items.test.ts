import { expect, test } from 'vitest';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { Place } from '../../../shared/place.ts';
import { paletteItems } from './palette-items.ts';

const DIGEST = `sha256:${'a1'.repeat(32)}`;
const connection = (id: string, name: string, url: string): Connection => ({ id, name, url }) as Connection;
const prod = connection('prod', 'Production', 'https://registry.example.com:5000');
const hub = connection('hub', 'Docker Hub', 'https://registry-1.docker.io');

/** What choosing the first item for these words does. */
function chosen(typed: string): unknown {
  const done: unknown[] = [];
  const [first] = paletteItems(
    {
      connections: [prod, hub],
      current: prod,
      repositories: ['team/api', 'team/web'],
      tags: ['1.9', 'latest'],
      actions: [{ id: 'action settings', group: 'actions', label: 'Settings', detail: '', run: () => done.push('settings') }],
      showConnection: (id) => done.push({ connection: id }),
      goTo: (place: Place) => done.push(place),
      openTag: (tag) => done.push({ tag }),
      openLink: (link) => done.push({ link }),
    },
    typed,
  );
  first?.run();
  return done[0];
}

test.each([
  ['team/web', { connectionId: 'prod', repository: 'team/web' }],
  ['web', { connectionId: 'prod', repository: 'team/web' }],
  ['1.9', { tag: '1.9' }],
  ['Docker Hub', { connection: 'hub' }],
  ['settings', 'settings'],
  ['docker pull registry.example.com:5000/team/api:1.9', { connectionId: 'prod', repository: 'team/api', reference: { tag: '1.9' } }],
  [`registry.example.com:5000/team/api@${DIGEST}`, { connectionId: 'prod', repository: 'team/api', reference: { digest: DIGEST } }],
  ['docker.io/nginx:1.27', { connectionId: 'hub', repository: 'library/nginx', reference: { tag: '1.27' } }],
  ['team/new:2', { connectionId: 'prod', repository: 'team/new', reference: { tag: '2' } }],
  ['longshore://open?ref=registry.example.com:5000/team/api', { link: 'longshore://open?ref=registry.example.com:5000/team/api' }],
  ['other.example.com/team/none:1', undefined],
])('choosing the first line for "%s" leads to %j', (typed, outcome) => {
  expect(chosen(typed)).toEqual(outcome);
});
