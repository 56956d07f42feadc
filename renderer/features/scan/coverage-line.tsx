import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Coverage } from '../../../shared/contract/local-index.ts';
import type { Format } from '../../lib/text/format.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { type CoverageScope, useCoverage } from './queries.ts';
import styles from './scan.module.css';

function coverageText(t: TFunction, format: Format, { read, known, oldest }: Coverage): string {
  if (known === 0) return t('scan.coverageNone');
  const shown = { read: format.number(read), known: format.number(known) };
  const text = read === known ? t('scan.coverageAll', { count: known, ...shown }) : t('scan.coverage', { count: known, ...shown });
  return oldest === undefined ? text : [text, t('scan.oldest', { ago: format.ago(oldest) })].join(' · ');
}

/** How much of a scope has been read, and the button that reads the rest of its registry. */
export function CoverageLine({
  name,
  ...scope
}: CoverageScope & { /** Of the registry, where others are counted, too. */ readonly name?: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { connectionId } = scope;
  const { coverage, runId } = useCoverage(scope);
  return (
    <div className={styles['coverage']}>
      <span>{coverage && coverageText(t, format, coverage)}</span>
      <Button variant="default" size="xs" onClick={() => openDialog({ kind: 'scan', connectionId }, runId)}>
        {runId === undefined ? (name === undefined ? t('scan.open') : t('scan.title', { name })) : t('scan.running')}
      </Button>
    </div>
  );
}
