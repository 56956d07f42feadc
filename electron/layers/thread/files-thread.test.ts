import { expect, test } from 'vitest';
import { FilesThread } from './files-thread.ts';

test('a thread that was started ahead answers, and holds nothing of what it warmed up with', async () => {
  const thread = new FilesThread();
  thread.startAhead();
  thread.startAhead();
  const made = { digest: `sha256:${'0'.repeat(64)}`, toc: '' };
  expect(await thread.ask({ kind: 'held', layers: [made] })).toEqual([]);
  expect(await thread.ask({ kind: 'merge', image: 'none', digests: [] })).toMatchObject({ files: 0 });
  await thread.close();
});
