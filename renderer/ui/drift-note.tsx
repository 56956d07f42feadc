import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { shortDigest } from '../../shared/oci/digest.ts';
import type { Drift, DriftValue } from '../../shared/plan-drift.ts';
import { displayText } from '../../shared/text.ts';
import { useFormat } from '../lib/use-format.ts';
import { Note } from './note.tsx';
import styles from './ui.module.css';

/** Long digests would leave no room for what is said of them; they are whole on hover. */
const shortened = (text: string): string => text.replace(/sha256:[0-9a-f]{64}/g, shortDigest);

const subjectText = (t: TFunction, { at, what, other = '' }: Drift): string =>
  t(`plans.subject.${what}`, { at: displayText(at), other: displayText(other) });

function valueText(t: TFunction, value: DriftValue | undefined): string {
  if (value === undefined) return t('plans.value.missing');
  const { state, digest = '', names = [] } = value;
  return [t(`plans.value.${state}`), digest, ...names.map(displayText)].filter(Boolean).join(' ');
}

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
                <Cell text={subjectText(t, one)} />
                <Cell text={valueText(t, one.expected)} />
                <Cell text={valueText(t, one.now)} />
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
