import type { Settings } from '../../shared/contract/settings.ts';
import type { WatchFound } from '../../shared/contract/watch.ts';
import type { Language } from '../../shared/languages.ts';
import { shortDigest } from '../../shared/oci/digest.ts';
import { watchWords } from '../i18n/watch.ts';
import type { EndNotice } from './surfaces.ts';

type Seen = { readonly settings: Pick<Settings, 'notifyRunEnd'>; readonly language: Language };

/** What is told of what was found in what is watched; undefined for nothing: one who has a window of Longshore in front sees. */
export function watchNoticeOf({ count, repositories, changes }: WatchFound, seen: Seen, isInFront: boolean): EndNotice | undefined {
  const [first] = changes;
  if (!first || isInFront || !seen.settings.notifyRunEnd) return undefined;
  const words = watchWords[seen.language];
  if (count === 1) {
    const digests = [first.before, first.after].filter((digest) => digest !== null).map(shortDigest);
    return { title: words.one[first.kind](`${first.repository}:${first.tag}`), body: digests.join(' → ') };
  }
  const title = repositories === 1 ? words.inRepository(count, first.repository) : words.inMany(count, repositories);
  return { title, body: `${changes.map(({ tag }) => tag).join(', ')}${count > changes.length ? ' …' : ''}` };
}
