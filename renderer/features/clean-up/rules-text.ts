import type { TFunction } from 'i18next';
import type { CleanUpRule, RuleSet } from '../../../shared/contract/clean-up.ts';
import type { Format } from '../../lib/text/format.ts';

const globs = (format: Format, pattern: string): string =>
  format.list(
    pattern
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  );

/** Which tags a rule is about. */
function subjectOf(t: TFunction, format: Format, { match, matchKind, versions, keepNewest, newestBy }: CleanUpRule): string {
  const isOfVersions = versions.trim() !== '' || (keepNewest !== null && newestBy !== 'date');
  const range = versions.trim() === '' ? '' : t('cleanUp.text.range', { range: versions.trim() });
  if (matchKind === 'builds') return t('cleanUp.text.builds') + range;
  if (match.trim() === '') return t(isOfVersions ? 'cleanUp.text.versions' : 'cleanUp.text.tags') + range;
  const named = matchKind === 'regex' ? t('cleanUp.text.matching', { match }) : t('cleanUp.text.named', { match: globs(format, match) });
  return named + range;
}

/** One rule as a part of the sentence. */
function ruleText(t: TFunction, format: Format, rule: CleanUpRule): string {
  const { except, exceptKind, keepNewest, newestBy, olderThanDays, notPulledDays } = rule;
  const shown = keepNewest === null ? '' : format.number(keepNewest);
  return t('cleanUp.text.rule', {
    subject: subjectOf(t, format, rule),
    except: except.trim() === '' ? '' : t('cleanUp.text.except', { except: exceptKind === 'regex' ? except : globs(format, except) }),
    older: olderThanDays === null ? '' : t('cleanUp.text.older', { count: olderThanDays, shown: format.number(olderThanDays) }),
    unpulled:
      notPulledDays === null
        ? ''
        : t(olderThanDays === null ? 'cleanUp.text.unpulled' : 'cleanUp.text.andUnpulled', {
            count: notPulledDays,
            shown: format.number(notPulledDays),
          }),
    beyond: keepNewest === null ? '' : t(newestBy === 'minor' ? 'cleanUp.text.beyondMinor' : 'cleanUp.text.beyond', { shown }),
  });
}

/**
 * A set of rules as two sentences: what is deleted, and what is kept whatever the rules say. Of several rules each has the number that the
 * reasons of a dry run name it by. Pure.
 */
export function rulesText(
  t: TFunction,
  format: Format,
  { rules, orphans, untagged, untagOnly, keepFloating, keepNewestRelease, graceDays }: RuleSet,
): string {
  const numbered = (rule: CleanUpRule, i: number): string =>
    rules.length === 1 ? ruleText(t, format, rule) : t('cleanUp.text.numbered', { rule: ruleText(t, format, rule), number: i + 1 });
  const deleted = [
    ...rules.map(numbered),
    ...(orphans ? [t('cleanUp.text.orphans')] : []),
    ...(untagged && !untagOnly ? [t('cleanUp.text.untagged')] : []),
  ];
  const kept = [
    ...(keepFloating ? [t('cleanUp.text.floating')] : []),
    ...(keepNewestRelease ? [t('cleanUp.text.newestRelease')] : []),
    t('cleanUp.text.protected'),
    ...(graceDays > 0 ? [t('cleanUp.text.grace', { count: graceDays, shown: format.number(graceDays) })] : []),
  ];
  const what = deleted.join(t('cleanUp.text.separator'));
  return t('cleanUp.text.both', {
    deleted: t(untagOnly ? 'cleanUp.text.untag' : 'cleanUp.text.delete', { what }),
    kept: t('cleanUp.text.keep', { kept: format.list(kept) }),
  });
}
