import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { Coverage } from '../../../shared/contract/local-index.ts';
import type { Format } from '../../lib/text/format.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { type CoverageScope, useCoverage, useUnreadOf } from './queries.ts';
import styles from './scan.module.css';

function coverageText(t: TFunction, format: Format, { read, known, oldest }: Coverage): string {
  if (known === 0) return t('scan.coverageNone');
  const shown = { read: format.number(read), known: format.number(known) };
  const text = read === known ? t('scan.coverageAll', { count: known, ...shown }) : t('scan.coverage', { count: known, ...shown });
  return oldest === undefined ? text : [text, t('scan.oldest', { ago: format.ago(oldest) })].join(' · ');
}

type LineProps = {
  readonly scope: CoverageScope;
  /** What the button says while no scan of the registry is under way. */
  readonly label: string;
};

function Line({ scope, label }: LineProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { coverage, runId } = useCoverage(scope);
  return (
    <div className={styles['coverage']}>
      <span>{coverage && coverageText(t, format, coverage)}</span>
      <Button variant="default" size="xs" onClick={() => openDialog({ kind: 'scan', connectionId: scope.connectionId }, runId)}>
        {runId === undefined ? label : t('scan.running')}
      </Button>
    </div>
  );
}

/** How much of a scope has been read, and the button that reads the rest of its registry. */
export function CoverageLine(scope: CoverageScope) {
  const { t } = useTranslation();
  return <Line scope={scope} label={t('scan.open')} />;
}

/** How much of all registries has been read, and the button that reads the rest of the first one that has any. `registries`: the shown one first. */
export function WholeCoverageLine({ registries }: { readonly registries: readonly Pick<Connection, 'id' | 'name'>[] }) {
  const { t } = useTranslation();
  const { id = '', name = '' } = useUnreadOf(registries) ?? {};
  return <Line scope={{ connectionId: id, isAll: true }} label={t('scan.title', { name })} />;
}
