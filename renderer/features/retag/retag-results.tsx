import { useTranslation } from 'react-i18next';
import type { RetagResult } from '../../../shared/contract/retag.ts';
import { hasProblems, type RunResult } from '../../../shared/contract/runs.ts';
import { readFailure } from '../../../shared/shown-failure.ts';
import { failureText } from '../../lib/failure-text.ts';
import { reasonText } from '../../lib/run-words.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Note } from '../../ui/note.tsx';

type Tried = RetagResult & { readonly state: Exclude<RetagResult['state'], 'not-tried'> };

/** The outcome of a retag that is done in part: a line for each tag that was tried, and one for all that were not. */
export function RetagResults({ result }: { readonly result: RunResult | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (result?.kind !== 'retag' || !hasProblems(result)) return null;
  const { results } = result;
  const tried = results.filter((one): one is Tried => one.state !== 'not-tried');
  const notTried = results.filter(({ state }) => state === 'not-tried');
  const why = notTried.find(({ failure }) => failure)?.failure;
  const shown = format.number(notTried.length);
  return (
    <Note tone="warn" role="alert">
      <strong>{t('retag.partly')}</strong>
      {notTried.length > 0 && <span>{why ? t('retag.notTried', { shown, why: reasonText(t, why) }) : t('runs.notTried', { shown })}</span>}
      {tried.map(({ tag, state, failure }) => (
        <span key={tag}>
          <strong>{tag}</strong>{' '}
          <span className="dim">
            {t(`retag.state.${state}`)}
            {failure && `: ${failureText(t, readFailure(failure)).title}`}
          </span>
        </span>
      ))}
    </Note>
  );
}
