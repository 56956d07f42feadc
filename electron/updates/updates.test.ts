import { afterEach, expect, test } from 'vitest';
import type { UpdateState } from '../../shared/contract/updates.ts';
import { type Updater, Updates } from './updates.ts';

/** What the feed at an address has, and what was asked of it. */
type Feed = { version?: string; error?: Error; download?: (signal: AbortSignal) => Promise<void>; find?: () => Promise<string> };

const PACKAGED = 'https://releases.example.org/longshore';
const soon = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
let running: Updates[] = [];

afterEach(() => {
  for (const updates of running) updates.close();
  running = [];
});

/** Updates over feeds of our own, with everything that is asked written down. */
function over(feeds: Readonly<Record<string, Feed>>, settings = { lookForUpdates: true, updateFeed: '' }, patience = 1_000) {
  const asked: string[] = [];
  const installed: boolean[] = [];
  const logged: string[] = [];
  const world = { settings, isIdle: true, isReplaceable: true, quits: 0 };
  const open = async (address: string): Promise<Updater> => {
    const feed = feeds[address] ?? {};
    asked.push(address);
    return {
      async find() {
        if (feed.error) throw feed.error;
        return feed.find ? feed.find() : feed.version;
      },
      async download(onPercent, signal) {
        onPercent(40.5);
        await feed.download?.(signal);
        onPercent(100);
      },
      install: async (startAgain) => void installed.push(startAgain),
    };
  };
  const updates = new Updates({
    host: { packagedFeed: PACKAGED, isReplaceable: () => world.isReplaceable, open, quit: () => void world.quits++ },
    settings: () => world.settings,
    isIdle: () => world.isIdle,
    log: (fields) => void logged.push(Object.values(fields).join(' ')),
    clock: () => 0,
    times: { first: 10, patience },
  });
  running.push(updates);
  const states: UpdateState[] = [];
  void (async () => {
    for await (const { state } of updates.watch(undefined)) states.push(state);
  })();
  return { updates, world, asked, installed, logged, states };
}

const kindsOf = (states: readonly UpdateState[]): string[] => states.map(({ kind }) => kind);
const CHECKED = '1970-01-01T00:00:00.000Z';

test('nobody is asked for updates before the person switches that on, also not by a question of the page', async () => {
  const { updates, world, asked, states } = over({ [PACKAGED]: { version: '2.0.0' } }, { lookForUpdates: false, updateFeed: '' });
  updates.check();
  updates.refresh();
  await soon(50);
  expect([asked, kindsOf(states)]).toEqual([[], ['off']]);
  world.settings = { lookForUpdates: true, updateFeed: '' };
  updates.refresh();
  await soon(20);
  expect(asked).toEqual([PACKAGED]);
});

test('a newer version is said, downloaded with its progress, and put in place at the end', async () => {
  const { updates, installed, states, logged } = over({ [PACKAGED]: { version: '2.0.0' } });
  await soon(50);
  const version = '2.0.0';
  expect(states).toEqual([
    { kind: 'waiting' },
    { kind: 'checking' },
    ...[0, 40, 100].map((percent) => ({ kind: 'downloading', version, percent })),
    { kind: 'ready', version },
  ]);
  expect(logged).toEqual(['ready 2.0.0']);
  await updates.atEnd()();
  expect(installed).toEqual([false]);
});

test('where there is nothing newer, that is said with the time, and nothing is put in place', async () => {
  const { updates, installed, states } = over({ [PACKAGED]: {} });
  await soon(50);
  expect(states.at(-1)).toEqual({ kind: 'latest', checked: CHECKED });
  await updates.atEnd()();
  expect(installed).toEqual([]);
});

test('while something runs, a downloaded version is neither put in place at once nor at the end', async () => {
  const { updates, world, installed } = over({ [PACKAGED]: { version: '2.0.0' } });
  await soon(50);
  world.isIdle = false;
  expect(updates.installNow()).toBe(false);
  const atEnd = updates.atEnd();
  // What ran is stopped before the last is done.
  world.isIdle = true;
  await atEnd();
  expect([world.quits, installed]).toEqual([0, []]);
  expect(updates.installNow()).toBe(true);
  await updates.atEnd()();
  expect([world.quits, installed]).toEqual([1, [true]]);
});

test('when the system ends the session, no installer is started', async () => {
  const { updates, installed } = over({ [PACKAGED]: { version: '2.0.0' } });
  await soon(50);
  updates.hold();
  await updates.atEnd()();
  expect(installed).toEqual([]);
});

test('the address of the settings is asked instead of the packaged one, and a download of another address is forgotten', async () => {
  const own = 'https://mirror.example.org';
  const { updates, world, asked, installed, states } = over({ [PACKAGED]: { version: '2.0.0' }, [own]: {} });
  await soon(50);
  world.settings = { lookForUpdates: true, updateFeed: `${own}/` };
  updates.refresh();
  await soon(50);
  expect(asked).toEqual([PACKAGED, own]);
  expect(states.at(-1)).toEqual({ kind: 'latest', checked: CHECKED });
  await updates.atEnd()();
  expect(installed).toEqual([]);
});

test('switched off during a download, it is cancelled, and nothing of it is put in place', async () => {
  let cancelled = false;
  const download = (signal: AbortSignal): Promise<void> =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => {
        cancelled = true;
        reject(new Error('cancelled'));
      });
    });
  const { updates, world, installed, states } = over({ [PACKAGED]: { version: '2.0.0', download } });
  await soon(50);
  expect(states.at(-1)).toMatchObject({ kind: 'downloading', percent: 40 });
  world.settings = { lookForUpdates: false, updateFeed: '' };
  updates.refresh();
  await soon(20);
  expect([cancelled, states.at(-1)]).toEqual([true, { kind: 'off' }]);
  await updates.atEnd()();
  expect(installed).toEqual([]);
});

test.each<[string, Feed, string]>([
  ['the server is not there', { error: Object.assign(new Error(), { code: 'ECONNREFUSED' }) }, 'unreachable'],
  ['the server does not answer', { find: () => new Promise(() => {}) }, 'unreachable'],
  [
    'the download stands still',
    { version: '2.0.0', download: (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error()))) },
    'unreachable',
  ],
  [
    'another file comes than was named',
    { version: '2.0.0', download: () => Promise.reject(Object.assign(new Error(), { code: 'ERR_CHECKSUM_MISMATCH' })) },
    'checksum',
  ],
])('a failure is said, and asked again when the person wants that: %s', async (_, feed, problem) => {
  const { updates, asked, installed, states } = over({ [PACKAGED]: feed }, undefined, 60);
  await soon(150);
  expect(states.at(-1)).toEqual({ kind: 'failed', problem, checked: CHECKED });
  await updates.atEnd()();
  expect(installed).toEqual([]);
  updates.check();
  await soon(10);
  expect(asked).toEqual([PACKAGED, PACKAGED]);
});

test('nobody is asked where the address is none, or where this copy cannot be replaced', async () => {
  const bad = over({}, { lookForUpdates: true, updateFeed: 'http://mirror.example.org' });
  const { updates, world, asked, states } = over({}, { lookForUpdates: false, updateFeed: '' });
  world.isReplaceable = false;
  world.settings = { lookForUpdates: true, updateFeed: '' };
  updates.refresh();
  await soon(50);
  expect([bad.asked, bad.states.at(-1)]).toEqual([[], { kind: 'failed', problem: 'address', checked: CHECKED }]);
  expect([asked, states.at(-1)]).toEqual([[], { kind: 'failed', problem: 'read-only', checked: CHECKED }]);
});
