import { afterEach, beforeEach, expect, test } from 'vitest';
import { retagged } from '../../../e2e/support/changes/retag.ts';
import { undone, undoPlanOf } from '../../../e2e/support/changes/undo.ts';
import { linesOf, runOver } from '../../../e2e/support/commands.ts';
import { type AppOverDouble, putSmallImage, REPOSITORY, startAppOverDouble } from '../../../e2e/support/hosts/app-over-double.ts';

let over: AppOverDouble;
beforeEach(async () => {
  over = await startAppOverDouble();
  putSmallImage(over, 'a', ['1.0', 'prod-eu']);
  putSmallImage(over, 'b', ['2.0', 'prod-us']);
});
afterEach(() => over.stop());

function guard(production: boolean): void {
  const [saved] = over.app.services.document.connections;
  if (saved) over.app.services.document.connections = [{ ...saved, production, protectedTags: ['prod*'] }];
}

const tags = (): string[] => [...over.repository.tags.keys()].sort();
const imageOf = (tag: string): string | undefined => over.repository.tags.get(tag);
const retag = async (from: string, to: string): Promise<string> =>
  (await retagged(over.client, { repository: REPOSITORY, from, targets: [to] })).changeId;
const untyped = (subject: string) => ({ code: 'CONFLICT', data: { what: 'not-confirmed', subject } });
const run = (...argv: string[]) => runOver(over.client, argv);

test('an undo that deletes needs the names that a deletion needs; one that restores needs none', async () => {
  const [overwrote, made] = [await retag('1.0', 'prod-us'), await retag('1.0', 'prod-new')];
  guard(true);
  expect((await undoPlanOf(over.client, overwrote)).toType).toEqual({ protected: [] });
  await undone(over.client, overwrote);
  expect(imageOf('prod-us')).toBe(imageOf('2.0'));
  expect((await undoPlanOf(over.client, made)).toType).toEqual({ protected: ['prod-new'], production: REPOSITORY });
  await expect(undone(over.client, made)).rejects.toMatchObject(untyped('prod-new'));
  await expect(undone(over.client, made, ['prod-new'])).rejects.toMatchObject(untyped(REPOSITORY));
  expect(tags()).toContain('prod-new');
  await undone(over.client, made, ['prod-new', REPOSITORY]);
  expect(tags()).toEqual(['1.0', '2.0', 'prod-eu', 'prod-us']);
});

test('a redo needs what the change itself needed, and what takes the redo back needs nothing', async () => {
  const overwrote = await retag('1.0', 'prod-us');
  guard(false);
  const { change } = await undone(over.client, overwrote);
  expect((await undoPlanOf(over.client, change.id)).toType).toEqual({ protected: ['prod-us'] });
  await expect(undone(over.client, change.id)).rejects.toMatchObject(untyped('prod-us'));
  const again = await undone(over.client, change.id, ['prod-us']);
  expect(imageOf('prod-us')).toBe(imageOf('1.0'));
  expect((await undoPlanOf(over.client, again.change.id)).toType).toEqual({ protected: [] });
  await undone(over.client, again.change.id);
  expect(imageOf('prod-us')).toBe(imageOf('2.0'));
});

test('the command line wants a protected name of its own, and takes --yes for the repository', async () => {
  const made = await retag('1.0', 'prod-new');
  guard(true);
  expect(await run('undo', made, '--yes')).toMatchObject({ code: 4, err: expect.stringContaining('--protected prod-new') });
  expect(tags()).toContain('prod-new');
  expect(await run('undo', made, '--yes', '--protected', 'prod-new')).toMatchObject({ code: 0 });
  expect(tags()).not.toContain('prod-new');
  expect(linesOf(await run('history', '--json'))).toMatchObject([{ what: 'undo', undoes: made }, { id: made }]);
});
