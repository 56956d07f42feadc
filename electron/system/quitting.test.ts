import { expect, test } from 'vitest';
import type { Run, RunAbout } from '../../shared/contract/runs.ts';
import type { Ending } from '../changes/core/run-work.ts';
import { Runs } from '../changes/core/runs.ts';
import { type QuitAnswer, Quitting, quitQuestionOf } from './quitting.ts';

const at = { connectionId: 'c', connection: 'Prod', repository: 'team/api', tag: '1.0' };
const copy: RunAbout = {
  kind: 'copy',
  from: at,
  to: at,
  images: [{ reference: '1.0', tag: '1.0' }],
  platforms: null,
  referrers: true,
};
const scan: RunAbout = { kind: 'scan', connectionId: 'c', connection: 'Prod', again: false };
const retag: RunAbout = { kind: 'retag', at, targets: [{ from: '1.0', to: '1.1', isSame: false }], remove: false };

const runOf = (about: RunAbout): Run => ({
  id: 'r',
  about,
  state: 'running',
  started: '2026-01-01T00:00:00Z',
  changeIds: [],
  canRetry: false,
  dismissed: false,
});

test.each<[string, readonly RunAbout[], readonly QuitAnswer[]]>([
  ['a copy', [copy], ['wait', 'continue', 'stop', 'cancel']],
  ['a copy beside a scan', [copy, scan], ['wait', 'continue', 'stop', 'cancel']],
  ['a retag, which cannot be continued', [retag], ['wait', 'stop', 'cancel']],
  ['a retag beside a scan, which goes on by itself', [retag, scan], ['wait', 'stop', 'cancel']],
])('quitting while something runs offers what can be: %s', (_, abouts, answers) => {
  const question = quitQuestionOf(abouts.map(runOf), 'en');
  expect(question.answers).toEqual(answers);
  expect(question.buttons).toHaveLength(answers.length);
  expect(question.detail.includes('next start')).toBe(answers.includes('continue'));
});

test('the question names the first five of what runs, and how many more there are', () => {
  const { detail } = quitQuestionOf(
    Array.from({ length: 12 }, () => runOf(copy)),
    'en',
  );
  expect(detail.split('\n').filter((line) => line === 'Copy team/api:1.0 to Prod')).toHaveLength(5);
  expect(detail).toContain('and 7 more');
});

/** What is asked and how it ends, over runs of which one is held. */
function over(...answers: QuitAnswer[]) {
  const runs = new Runs();
  const { promise, resolve } = Promise.withResolvers<void>();
  const ends: Ending[] = [];
  let asked = 0;
  const quitting = new Quitting({
    runs,
    ask: async () => {
      await new Promise((later) => setImmediate(later));
      return answers[asked++] ?? 'cancel';
    },
    end: async (how) => void ends.push(how),
  });
  const held = runs.hold(['c'], promise);
  const done = async (): Promise<void> => {
    resolve();
    await held;
    await new Promise((later) => setImmediate(later));
  };
  return { runs, quitting, ends, done, asked: () => asked };
}

test('where nothing runs, quitting ends at once and asks nothing', async () => {
  const { quitting, ends, done, asked } = over();
  await done();
  await quitting.request();
  expect([ends, asked()]).toEqual([['offer'], 0]);
});

test('however often it is asked to end, the person is asked once, and it ends once', async () => {
  const { quitting, ends, asked } = over('stop', 'stop');
  await Promise.all([quitting.request(), quitting.request(), quitting.request()]);
  await quitting.request();
  expect([ends, asked()]).toEqual([['stop'], 1]);
  expect(quitting.isEnding).toBe(true);
});

test('cancelled, it goes on, and the next time asks again', async () => {
  const { quitting, ends, asked } = over('cancel', 'continue');
  await quitting.request();
  expect([ends, quitting.isEnding]).toEqual([[], false]);
  await quitting.request();
  expect([ends, asked()]).toEqual([['continue'], 2]);
});

test('told to wait, it ends by itself once everything has ended', async () => {
  const { quitting, ends, done } = over('wait');
  const quit = quitting.request();
  await new Promise((later) => setTimeout(later, 20));
  expect(ends).toEqual([]);
  await done();
  await quit;
  expect(ends).toEqual(['offer']);
});

test('told to wait, then asked again and cancelled, it stays after everything has ended', async () => {
  const { quitting, ends, done } = over('wait', 'cancel');
  const first = quitting.request();
  await new Promise((later) => setTimeout(later, 20));
  await quitting.request();
  await done();
  await first;
  expect(ends).toEqual([]);
});

test('the end of the session asks nothing', async () => {
  const { quitting, ends, asked } = over('cancel');
  await quitting.end('offer');
  await quitting.request();
  expect([ends, asked()]).toEqual([['offer'], 0]);
});
