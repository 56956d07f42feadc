import { useTranslation } from 'react-i18next';
import type { RunResult } from '../../../shared/contract/runs.ts';
import { readFailure } from '../../../shared/shown-failure.ts';
import { failureText } from '../../lib/failure-text.ts';
import { Note } from '../../ui/note.tsx';

/** How a copy of several images ended that did not copy all of them: the tags that it did not, each with why. */
export function CopyResults({ result }: { readonly result: RunResult | undefined }) {
  const { t } = useTranslation();
  if (result?.kind !== 'copy') return null;
  const left = result.images.filter(({ state }) => state !== 'copied');
  if (left.length === 0) return null;
  const total = result.images.length;
  return (
    <Note tone="warn" role="alert">
      <strong>{t('transfer.copy.partly', { done: total - left.length, count: total })}</strong>
      {left.map(({ tag, state, failure }) => (
        <span key={tag}>
          <strong>{tag}</strong>{' '}
          <span className="dim">
            {failure ? failureText(t, readFailure(failure)).title : state !== 'copied' && t(`transfer.copy.state.${state}`)}
          </span>
        </span>
      ))}
    </Note>
  );
}
