import { Button, Skeleton } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../../shared/assert-never.ts';
import type { FileDiff as Diff, FilesOf } from '../../../../shared/contract/files.ts';
import { nameText } from '../../../../shared/name-text.ts';
import { copyText } from '../../../lib/copy.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { FailureNote } from '../../../ui/failure-panel.tsx';
import { diffQuery } from '../queries.ts';
import styles from './diff.module.css';
import { DiffTable } from './diff-table.tsx';
import { countsOf, linesOfDiff } from './lines.ts';
import { patchText } from './patch-text.ts';

/** A file of two images, or of the one that has it. */
type Compared = { readonly from?: FilesOf | undefined; readonly to?: FilesOf | undefined; readonly path: string };

function Text({ from, to, path, diff }: Compared & { readonly diff: Extract<Diff, { kind: 'text' }> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const lines = useMemo(() => linesOfDiff(diff.parts), [diff]);
  const { removed, added } = countsOf(lines);
  if (removed + added === 0) return <p className="dim">{t('compare.diff.equal')}</p>;
  const counts = [
    ...(removed > 0 ? [t('compare.diff.removed', { count: removed, shown: format.number(removed) })] : []),
    ...(added > 0 ? [t('compare.diff.added', { count: added, shown: format.number(added) })] : []),
  ];
  const copy = (): void => {
    const text = patchText(path, lines, { from: from !== undefined, to: to !== undefined });
    void copyText(text, t('copy.done', { what: t('compare.diff.what') }), t('copy.refused'));
  };
  return (
    <>
      <div className={styles['bar']}>
        <span>{format.list(counts)}</span>
        <Button size="compact-xs" variant="default" leftSection={<IconCopy aria-hidden="true" size={13} />} onClick={copy}>
          {t('compare.diff.copy')}
        </Button>
        {diff.isRough && <span className={styles['note']}>{t('compare.diff.rough')}</span>}
      </div>
      <DiffTable lines={lines} label={t('compare.diff.of', { path: `/${nameText(path)}` })} />
    </>
  );
}

function Shown({ diff, ...compared }: Compared & { readonly diff: Diff }) {
  const { t } = useTranslation();
  const format = useFormat();
  switch (diff.kind) {
    case 'text':
      return <Text {...compared} diff={diff} />;
    case 'binary': {
      const isOfBoth = compared.from !== undefined && compared.to !== undefined;
      return <p className="dim">{t(!isOfBoth ? 'files.binary' : diff.isEqual ? 'compare.diff.equal' : 'compare.diff.binary')}</p>;
    }
    case 'too-large':
      return <p className="dim">{t('compare.diff.tooLarge', { most: format.bytes(diff.most) })}</p>;
    case 'too-many-lines':
      return <p className="dim">{t('compare.diff.tooManyLines', { most: format.number(diff.most) })}</p>;
    default:
      return assertNever(diff);
  }
}

/** What the content of a file differs in. It is read when it is shown; leaving it stops that. */
export const FileDiff = memo(function FileDiff(compared: Compared) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(diffQuery(compared));
  const path = `/${nameText(compared.path)}`;
  return (
    <section aria-label={t('compare.diff.of', { path })} className={styles['diff']}>
      {error ? (
        <FailureNote error={error} handlers={{ retry: () => void refetch(), refresh: () => void refetch() }} />
      ) : data ? (
        <Shown {...compared} diff={data} />
      ) : (
        <div role="status" aria-busy="true" aria-label={t('compare.diff.reading')} className={styles['waiting']}>
          {[60, 72, 48].map((width) => (
            <Skeleton key={width} height={11} width={`${width}%`} radius={4} />
          ))}
        </div>
      )}
    </section>
  );
});
