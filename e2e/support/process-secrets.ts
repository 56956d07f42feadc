import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { needs } from './needs.ts';

/** ms between two looks at all processes. */
const PAUSE = 50;

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** The forms in which a secret would be given away: as it is, in a URL, and in a header or a file of docker. */
export const formsOf = (secret: string, username = ''): readonly string[] => [
  ...new Set([secret, encodeURIComponent(secret), base64(secret), base64(`${username}:${secret}`)]),
];

export type ProcessWatch = {
  /** How often all processes of this computer were looked at. */
  readonly looks: number;
  /** Arguments of the processes that were read, and their ids. */
  readonly seen: ReadonlyMap<number, string>;
  /** Where one of the texts was: an id, and whether it was in the arguments or in the environment. */
  readonly found: ReadonlySet<string>;
  stop(): Promise<void>;
};

/** What others on this computer can read of a process; empty for one that has ended, or is not ours. */
const read = (id: string, part: 'cmdline' | 'environ'): Promise<string> => readFile(`/proc/${id}/${part}`, 'latin1').catch(() => '');

/** Looks for these texts in the arguments and the environment of every process, over and over until it is stopped: some live for a moment only. */
export function watchProcesses(texts: () => readonly string[]): ProcessWatch {
  needs('linux');
  const seen = new Map<number, string>();
  const found = new Set<string>();
  let looks = 0;
  let isOver = false;
  const look = async (id: string, wanted: readonly string[]): Promise<void> => {
    const [cmdline, environ] = await Promise.all([read(id, 'cmdline'), read(id, 'environ')]);
    if (cmdline === '') return;
    seen.set(Number(id), cmdline.replaceAll('\0', ' '));
    for (const [part, content] of [['arguments', cmdline] as const, ['environment', environ] as const])
      if (wanted.some((text) => content.includes(text))) found.add(`${id} ${part}`);
  };
  const watching = (async () => {
    while (!isOver) {
      const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
      const wanted = texts();
      await Promise.all(ids.map((id) => look(id, wanted)));
      looks++;
      await wait(PAUSE);
    }
  })();
  return {
    get looks() {
      return looks;
    },
    seen,
    found,
    async stop() {
      isOver = true;
      await watching;
    },
  };
}
