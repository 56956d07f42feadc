import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { digestOf } from '../registry/digest.ts';
import { TrashStore } from './trash.ts';
import { TrashClock } from './trash-clock.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-25T12:00:00Z');
const DAYS_KEPT = 90;

const manifestOf = (text: string) => {
  const bytes = Buffer.from(text);
  return { digest: digestOf(bytes), mediaType: 'application/vnd.oci.image.manifest.v1+json', bytes };
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-age-'));
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true, force: true });
});

const countKept = async (): Promise<number> => (await readdir(join(folder, 'kept', 'manifests')).catch(() => [])).length;

/** Longshore is started when the clock says this, and prunes its trash; how many manifests that deleted. */
async function startAt(time: number, days = DAYS_KEPT): Promise<number> {
  vi.setSystemTime(time);
  const before = await countKept();
  await new TrashStore(folder).prune(days * DAY, 1_000_000, new Set());
  return before - (await countKept());
}

test.each([90, 1])('a clock that is ten years ahead at one start prunes nothing from a trash of %i days', async (days) => {
  await startAt(NOW, days);
  await new TrashStore(folder).save(manifestOf('a'));
  expect(await startAt(NOW + 3_650 * DAY, days)).toBe(0);
  expect(await startAt(NOW + 1_000, days)).toBe(0);
  expect(await new TrashStore(folder).load(manifestOf('a').digest)).toBeDefined();
});

test('a manifest saved while the clock stood at 1970 is not old when the clock is right again', async () => {
  await startAt(0);
  await new TrashStore(folder).save(manifestOf('a'));
  expect(await startAt(NOW)).toBe(0);
  expect(await startAt(NOW + DAY)).toBe(0);
});

test('a clock that is wrong when the counting begins deletes nothing', async () => {
  await new TrashStore(folder).save(manifestOf('a'));
  await rm(join(folder, 'kept-age.json'), { force: true });
  expect(await startAt(NOW + 3_650 * DAY)).toBe(0);
  expect(await startAt(NOW + DAY)).toBe(0);
});

test('the trash ages day by day, and a manifest that is saved again is young again', async () => {
  await startAt(NOW);
  await new TrashStore(folder).save(manifestOf('a'));
  await new TrashStore(folder).save(manifestOf('b'));
  const deleted: number[] = [];
  for (let day = 1; day <= 92; day++) {
    deleted.push(await startAt(NOW + day * DAY));
    if (day === 50) await new TrashStore(folder).save(manifestOf('b'));
  }
  const day = deleted.indexOf(1) + 1;
  expect([90, 91]).toContain(day);
  expect(deleted.reduce((a, b) => a + b)).toBe(1);
  expect(await new TrashStore(folder).load(manifestOf('b').digest)).toBeDefined();
});

test('a clock that could not begin once begins when it is asked again', async () => {
  let tries = 0;
  const clock = new TrashClock(join(folder, 'age.json'), async () => {
    if (++tries === 1) throw Object.assign(new Error('too many open files'), { code: 'EMFILE' });
    return NOW;
  });
  await expect(clock.now()).rejects.toMatchObject({ code: 'EMFILE' });
  expect(await clock.now()).toBeGreaterThanOrEqual(NOW);
});
