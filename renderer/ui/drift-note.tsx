import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { type DriftWords, driftSubject, driftValue } from '../../shared/drift-text.ts';
import { shortDigest } from '../../shared/oci/digest.ts';
import type { Drift } from '../../shared/plan-drift.ts';
import { useFormat } from '../lib/use-format.ts';
import { Note } from './note.tsx';
import styles from './ui.module.css';

/** Long digests would leave no room for what is said of them; they are whole on hover. */
const shortened = (text: string): string => text.replace(/sha256:[0-9a-f]{64}/g, shortDigest);

// i18next types what each text fills in; here one call looks up all of them.
const wordsOf =
  (t: TFunction): DriftWords =>
  (key, values = {}) =>
    t(key as 'drift.value.yes', values);

function Cell({ text }: { readonly text: string }) {
  return (
    <td className="cut" title={text}>
      {shortened(text)}
    </td>
  );
}

/** That the registry is no longer as a plan expects it, so that the plan is refused: what differs, line by line. */
export function DriftNote({ drift, count }: { readonly drift: readonly Drift[]; readonly count: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = wordsOf(t);
  return (
    <>
      <Note tone="warn" role="alert">
        <strong>{t('plans.drifted', { count, shown: format.number(count) })}</strong>
        <span>{t('plans.driftedDetail')}</span>
      </Note>
      <div className={styles['moves']} tabIndex={0} role="group" aria-label={t('plans.differences')}>
        <table aria-label={t('plans.differences')}>
          <thead>
            <tr>
              <th scope="col">{t('plans.what')}</th>
              <th scope="col">{t('plans.expected')}</th>
              <th scope="col">{t('plans.now')}</th>
            </tr>
          </thead>
          <tbody>
            {drift.map((one) => (
              <tr key={`${one.at} ${one.what} ${one.other ?? ''}`}>
                <Cell text={driftSubject(words, one)} />
                <Cell text={driftValue(words, one.expected)} />
                <Cell text={driftValue(words, one.now)} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {count > drift.length && (
        <span className="dim">{t('dialog.more', { count: count - drift.length, shown: format.number(count - drift.length) })}</span>
      )}
    </>
  );
}
