import type { TFunction } from 'i18next';
import type { WatchChange, WatchFound, WatchView } from '../../../shared/contract/watch.ts';
import { MOST_WATCHED } from '../../../shared/contract/watch.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { reasonText } from '../../lib/run-words.ts';
import type { Format } from '../../lib/text/format.ts';

/** When it was looked at, and when it will be. `now` in ms since 1970. */
export function stateText(t: TFunction, format: Format, watch: WatchView, now: number, isHeld: boolean): string {
  const { isPaused, checked, next, tags, minutes } = watch;
  const looked =
    checked === 0
      ? t('watch.never')
      : t('watch.checked', { count: tags, shown: format.number(tags), ago: format.ago(new Date(checked).toISOString()) });
  const left = Math.ceil((next - now) / 1_000);
  const coming = isPaused
    ? t('watch.paused')
    : isHeld
      ? undefined
      : left > 0
        ? t('watch.next', { time: format.duration(left) })
        : t('watch.nextNow');
  return format.sentences([t(`watch.interval.m${minutes}`), looked, coming]);
}

/** What is wrong with a watch; undefined for nothing. */
export function problemText(t: TFunction, format: Format, { tooMany, failure, unread, checked, tags }: WatchView): string | undefined {
  if (tooMany > 0) return t('watch.tooMany', { count: tooMany, shown: format.number(tooMany), most: format.number(MOST_WATCHED) });
  if (failure === undefined) return checked > 0 && tags === 0 ? t('watch.noTag') : undefined;
  const why = reasonText(t, failure);
  return format.sentences([
    // What a registry answered is a title, without its end.
    /[.。]$/.test(why) ? why : `${why}${t('watch.stop')}`,
    unread > 0 && checked > 0 && t('watch.unread', { count: unread, shown: format.number(unread) }),
  ]);
}

/** The digests of a change, short: where the tag pointed, and where it points. */
export function digestsText({ before, after }: WatchChange): string {
  const digests = [before, after].filter((digest) => digest !== null).map(shortDigest);
  return digests.join(' → ');
}

/** What was found at one time, in a line. */
export function foundText(t: TFunction, format: Format, { count, repositories, changes }: WatchFound): string {
  const [first] = changes;
  if (count === 1 && first) return t(`watch.one.${first.kind}`, { name: `${first.repository}:${first.tag}` });
  if (repositories === 1 && first) return t('watch.found', { count, shown: format.number(count), repository: first.repository });
  return t('watch.foundMany', { count, shown: format.number(count), repositories: format.number(repositories) });
}

/** The tags of what was found, as far as they are told. */
export const namesText = (format: Format, { count, changes }: WatchFound): string =>
  count === 1 ? changes.map(digestsText).join('') : `${format.names(changes.map(({ tag }) => tag))}${count > changes.length ? ' …' : ''}`;
