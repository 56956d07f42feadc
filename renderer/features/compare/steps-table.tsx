import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Side } from '../../../shared/compare/align.ts';
import type { Step } from '../../../shared/compare/images.ts';
import { pairSteps } from '../../../shared/compare/steps.ts';
import { displayText } from '../../../shared/text.ts';
import { useFormat } from '../../lib/use-format.ts';
import styles from './compare.module.css';
import { lineText } from './diff/line-text.ts';
import { foldEqual } from './folds.ts';
import { MarkSign } from './mark.tsx';
import { Rows } from './rows.tsx';

const COLUMNS = 5;

const textOf = ({ instruction, args }: Step): string =>
  displayText([instruction, ...args.map(([name, value]) => `${name}=${value}`)].join(' ').trim());

/** The step of one image, and where the other one has another in its place what differs. */
function StepCells({ step, other }: { readonly step: Step | undefined; readonly other: Step | undefined }) {
  const { t } = useTranslation();
  if (!step)
    return (
      <>
        <td />
        <td />
      </>
    );
  const { before, changed, after } = lineText(textOf(step), other && textOf(other));
  return (
    <>
      <td className={`${styles['stepNumber']} faint`}>{step.number}</td>
      <td className={styles['value']}>
        <code>
          {before || changed || after ? before : t('build.unnamed')}
          {changed !== '' && <mark>{changed}</mark>}
          {after}
        </code>
      </td>
    </>
  );
}

/** The build steps of two images side by side, equal ones folded where they are. */
export function StepsTable({ steps, from, to }: { readonly steps: readonly Side<Step>[]; readonly from: string; readonly to: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = useMemo(() => foldEqual(pairSteps(steps)), [steps]);
  if (steps.length === 0) return null;
  return (
    <section>
      <h2 className={styles['heading']}>{t('compare.steps')}</h2>
      <table className={`${styles['table']} ${styles['fixed']}`} aria-label={t('compare.steps')}>
        <thead>
          <tr>
            <td className={styles['sign']} />
            <th className={styles['stepNumber']}>#</th>
            <th>{from}</th>
            <th className={styles['stepNumber']}>#</th>
            <th>{to}</th>
          </tr>
        </thead>
        <Rows
          shown={shown}
          columns={COLUMNS}
          foldText={(rows) => t('compare.equalSteps', { count: rows.length, shown: format.number(rows.length) })}
        >
          {(row) => {
            const [left, right] = ['left' in row ? row.left : undefined, 'right' in row ? row.right : undefined];
            return (
              <tr data-mark={row.mark}>
                <td className={styles['sign']}>
                  <MarkSign mark={row.mark} />
                </td>
                <StepCells step={left} other={row.mark === 'changed' ? right : undefined} />
                <StepCells step={right} other={row.mark === 'changed' ? left : undefined} />
              </tr>
            );
          }}
        </Rows>
      </table>
    </section>
  );
}
