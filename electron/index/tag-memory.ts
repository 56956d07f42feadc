import type { TagMemory } from '../browse/tag-memory.ts';
import type { LocalIndex } from './local-index.ts';
import type { InRepository, SeenTag } from './messages.ts';

/** What the index remembers of the tags of a repository, for one reading of it that begins now. What a scan reads nobody has seen. */
export function tagMemory(index: LocalIndex, place: InRepository, by: 'person' | 'scan'): TagMemory {
  const time = Date.now();
  // What cannot be remembered is read again the next time.
  const note = (asked: Promise<void>): void => void asked.catch(() => {});
  note(index.ask({ kind: 'reading-begins', ...place, time }));
  return {
    recall: (onRows) => index.ask({ kind: 'tags', ...place }, onRows).catch(() => {}),
    saw(details) {
      const tags = details.flatMap((detail): SeenTag[] => {
        if (detail.state === 'not-found') return [];
        if (detail.state === 'failed') return [[detail.tag, undefined]];
        const { tag, digest, pulled, immutable } = detail;
        return [pulled === undefined && immutable === undefined ? [tag, digest] : [tag, digest, { pulled, immutable }]];
      });
      if (tags.length > 0) note(index.ask({ kind: 'saw', ...place, tags, time }));
    },
    sawAll() {
      note(index.ask({ kind: 'saw-all', ...place, time }));
      if (by === 'person') note(index.ask({ kind: 'visited', ...place, time: Date.now() }));
    },
  };
}
