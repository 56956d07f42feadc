import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { newDataFolder, removeFolder } from '../../e2e/support/hosts/browser-host.ts';
import type { TagChanges, TagDetail } from '../../shared/contract/tags.ts';
import { LocalIndex } from './local-index.ts';
import { tagMemory } from './tag-memory.ts';
import { VISIT_ENDS_AFTER } from './visits.ts';

const place = { connectionId: 'c1', repository: 'team/api' };
const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;

let folder: string;
let index: LocalIndex;
let now = Date.UTC(2026, 0, 1);

beforeEach(async () => {
  folder = await newDataFolder();
  index = new LocalIndex(folder);
  now = Date.UTC(2026, 0, 1);
  vi.spyOn(Date, 'now').mockImplementation(() => now);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await index.close();
  await removeFolder(folder);
});

/** A reading of the whole repository, which has tags `1.0=a`. */
async function read(by: 'person' | 'scan', ...tags: string[]): Promise<void> {
  const memory = tagMemory(index, place, by);
  const details = tags.map((text): TagDetail => {
    const [tag = '', letter = ''] = text.split('=');
    return { state: 'read', tag, digest: digest(letter), mediaType: 'm', kind: 'image', content: 'image', platforms: [] };
  });
  memory.saw(details);
  memory.sawAll();
  await changes();
  now += 1_000;
}

const read10: TagDetail = {
  state: 'read',
  tag: '1.0',
  digest: digest('a'),
  mediaType: 'm',
  kind: 'image',
  content: 'image',
  platforms: [],
};

async function changes(): Promise<TagChanges | undefined> {
  let found: TagChanges | undefined;
  await index.ask({ kind: 'changes', ...place }, (part) => (found = part.changes));
  return found;
}

test('a visit whose reading was cleared under way is none: what was lost would be new', async () => {
  const memory = tagMemory(index, place, 'person');
  memory.saw([read10]);
  await index.ask({ kind: 'clear' });
  memory.saw([{ ...read10, tag: '1.1' }]);
  memory.sawAll();
  // Later than the clock of the index, which is not set here.
  now = Date.UTC(2100, 0, 1);
  await read('person', '1.0=a', '1.1=a');
  expect(await changes()).toBeUndefined();
});

test('the first visit has nothing to compare with', async () => {
  await read('person', '1.0=a');
  expect(await changes()).toBeUndefined();
});

test('a visit that is over is what the next one is compared with, also after a restart', async () => {
  await read('person', '1.0=a', '1.1=b', 'latest=b');
  const end = now - 1_000;
  now += VISIT_ENDS_AFTER;
  await index.close();
  index = new LocalIndex(folder);
  await read('person', '1.1=b', '1.2=c', 'latest=c');
  const expected = {
    since: new Date(end).toISOString(),
    added: ['1.2'],
    moved: [['latest', digest('b')]],
    deleted: [['1.0', digest('a')]],
  };
  expect(await changes()).toEqual(expected);
  // Read again in the same visit, the marks stay; what comes is added to them.
  now += VISIT_ENDS_AFTER - 60_000;
  await read('person', '1.1=b', '1.2=c', '1.3=c', 'latest=c');
  expect(await changes()).toEqual({ ...expected, added: ['1.2', '1.3'] });
  // The next visit begins where this one ended.
  now += VISIT_ENDS_AFTER;
  await read('person', '1.1=b', '1.2=c', '1.3=c', 'latest=c');
  expect(await changes()).toMatchObject({ added: [], moved: [], deleted: [] });
});

test('what a scan reads is no visit: what changed before it is still told', async () => {
  await read('person', '1.0=a');
  now += VISIT_ENDS_AFTER;
  await read('scan', '1.0=a', '1.1=b');
  now += VISIT_ENDS_AFTER;
  await read('scan', '1.0=c', '1.1=b');
  await read('person', '1.0=c', '1.1=b');
  expect(await changes()).toMatchObject({ added: ['1.1'], moved: [['1.0', digest('a')]], deleted: [] });
});

test('a repository that a scan read first, and a person then, was never visited before', async () => {
  await read('scan', '1.0=a');
  now += VISIT_ENDS_AFTER;
  await read('person', '1.0=b');
  expect(await changes()).toBeUndefined();
});

test('a repository that was forgotten for its room was never visited before: none of its tags is new', async () => {
  await read('person', '1.0=a');
  now += VISIT_ENDS_AFTER;
  await read('person', '1.0=a', '1.1=b');
  await index.ask({ kind: 'prune', connectionIds: [place.connectionId], maxBytes: 0 });
  expect(await changes()).toBeUndefined();
  now += VISIT_ENDS_AFTER;
  await read('person', '1.0=a', '1.1=b');
  expect(await changes()).toBeUndefined();
});

test('a repository of which nothing was ever seen is none, and one whose tags are all gone is kept', async () => {
  const known = async (): Promise<number | undefined> => {
    let count: number | undefined;
    await index.ask({ kind: 'coverage', connectionId: place.connectionId }, (part) => {
      count = part.known;
    });
    return count;
  };
  await read('person');
  expect(await known()).toBe(0);
  await read('person', '1.0=a');
  await read('person');
  expect(await known()).toBe(1);
});
