import type { TagMemory } from '../browse/tag-memory.ts';
import type { LocalIndex } from './local-index.ts';
import type { InRepository } from './messages.ts';

/** What the index remembers of the tags of a repository, for one reading of it that begins now. */
export function tagMemory(index: LocalIndex, place: InRepository): TagMemory {
  const time = Date.now();
  // What cannot be remembered is read again the next time.
  const note = (asked: Promise<void>): void => void asked.catch(() => {});
  return {
    recall: (onRows) => index.ask({ kind: 'tags', ...place }, onRows).catch(() => {}),
    saw(details) {
      const tags = details.flatMap((detail) =>
        detail.state === 'not-found' ? [] : [[detail.tag, detail.state === 'read' ? detail.digest : undefined] as const],
      );
      if (tags.length > 0) note(index.ask({ kind: 'saw', ...place, tags, time }));
    },
    sawAll: () => note(index.ask({ kind: 'saw-all', ...place, time })),
  };
}
