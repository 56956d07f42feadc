import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Vex } from '../../../../shared/linked/document.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { VirtualList } from '../../../ui/virtual-list.tsx';
import styles from './documents.module.css';
import { hasWords } from './filter.ts';
import { FilterField } from './filter-field.tsx';

const stay = (): void => {};

type Statement = Vex['statements'][number];

function StatementItem({ statement }: { readonly statement: Statement }) {
  const { t } = useTranslation();
  const { vulnerability, status, justification, impact, action, products } = statement;
  return (
    <div className={styles['item']}>
      <span className={styles['itemHead']}>
        <strong>{vulnerability}</strong>
        <span className={styles['mark']} data-status={status}>
          {t(`document.status.${status}`)}
        </span>
      </span>
      {justification !== undefined && <span className="mono dim">{justification}</span>}
      {impact !== undefined && <span>{impact}</span>}
      {action !== undefined && <span>{action}</span>}
      {products.length > 0 && <span className="mono faint">{products.join(' ')}</span>}
    </div>
  );
}

/** What a document says of vulnerabilities, in its order. */
export function VexView({ vex }: { readonly vex: Vex }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [typed, setTyped] = useState('');
  const words = useDeferredValue(typed.trim());
  const shown = useMemo(
    () =>
      vex.statements.filter(({ vulnerability, status, justification, products }) =>
        hasWords([vulnerability, t(`document.status.${status}`), justification, ...products], words),
      ),
    [vex, words, t],
  );
  const { statementCount: count, statements } = vex;
  return (
    <>
      <FilterField name={t('document.filterStatements', { count, shown: format.number(count) })} value={typed} onChange={setTyped} />
      {count > statements.length && (
        <p className="dim">{t('document.cut', { shown: format.number(statements.length), all: format.number(count) })}</p>
      )}
      {shown.length === 0 && <p className="dim">{t('document.noMatch')}</p>}
      <VirtualList items={shown} label={t('document.statements')} keyOf={(_, i) => i} rowHeight={64} onEnd={stay}>
        {(statement) => <StatementItem statement={statement} />}
      </VirtualList>
    </>
  );
}
