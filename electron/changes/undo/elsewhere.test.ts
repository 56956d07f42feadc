import { afterEach, beforeEach, expect, test } from 'vitest';
import { retagged } from '../../../e2e/support/changes/retag.ts';
import { undone, undoPlanOf } from '../../../e2e/support/changes/undo.ts';
import { type AppOverDouble, putSmallImage, REPOSITORY, startAppOverDouble } from '../../../e2e/support/hosts/app-over-double.ts';

let over: AppOverDouble;
let other: AppOverDouble;
beforeEach(async () => {
  over = await startAppOverDouble();
  other = await startAppOverDouble();
});
afterEach(async () => {
  await over.stop();
  await other.stop();
});

/** Saves the connection of the first application with this address. */
function saveAs(url: string): void {
  const [connection] = over.app.services.document.connections;
  if (connection) over.app.services.document.connections = [{ ...connection, url }];
}

test('a change is not undone at another address than it was made at', async () => {
  for (const at of [over, other]) putSmallImage(at, 'a', ['1.0']);
  const { changeId } = await retagged(over.client, { repository: REPOSITORY, from: '1.0', targets: ['stable'] });
  putSmallImage(other, 'a', ['stable']);
  const [{ url } = { url: '' }] = over.app.services.document.connections;
  saveAs(other.app.services.document.connections[0]?.url ?? '');
  expect(await undoPlanOf(over.client, changeId)).toMatchObject({ obstacle: 'other-address', moves: [] });
  await expect(undone(over.client, changeId)).rejects.toMatchObject({
    code: 'UNSUPPORTED',
    data: { feature: 'undo', why: 'other-address' },
  });
  expect([...other.repository.tags.keys()]).toEqual(['1.0', 'stable']);
  saveAs(url);
  await undone(over.client, changeId);
  expect([...over.repository.tags.keys()]).toEqual(['1.0']);
});
