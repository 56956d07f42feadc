import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Weight } from '../../../shared/contract/clean-up.ts';
import type { Connection } from '../../../shared/contract/connections.ts';
import { untaggedIn } from '../../../shared/deletion.ts';
import type { Format } from '../../lib/text/format.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { untaggedContext } from '../../lib/untagged-words.ts';
import { useFormat } from '../../lib/use-format.ts';
import type { DryRun } from './use-dry-run.ts';

function weightText(t: TFunction, format: Format, { bytesFreed, bytesKept }: Weight, all: number): string {
  if (bytesFreed === 0) return t('cleanUp.freesNothing');
  const frees = t('cleanUp.frees', { freed: format.bytes(bytesFreed), all: format.bytes(all) });
  return format.sentences([frees, bytesKept > 0 && t('cleanUp.shared', { kept: format.bytes(bytesKept) })]);
}

/** How many tags are deleted and what that frees. */
export function Totals({ run }: { readonly run: DryRun }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { count, untagged = 0 } = useMemo(() => {
    const deleted = run.kind === 'ready' ? run.rows.filter(({ action }) => action === 'delete').map(({ tag }) => tag) : [];
    return { count: deleted.length, ...untaggedIn(deleted) };
  }, [run]);
  if (run.kind !== 'ready') return <span className="dim">{t('cleanUp.footnote')}</span>;
  const kept = run.rows.length - count;
  return (
    <span role="status">
      <strong>{t('cleanUp.toDelete', { count, shown: format.number(count), ...untaggedContext({ count, untagged }) })}</strong>
      {format.gap}
      <span className="dim">
        {format.sentences([
          t('cleanUp.toKeep', { count: kept, shown: format.number(kept) }),
          count > 0 && run.weight && weightText(t, format, run.weight, run.end.bytesTotal),
        ])}
      </span>
    </span>
  );
}

/** Opens the deletion of what the dry run found. */
export function DeleteButton({
  run,
  connection,
  untagOnly,
}: {
  readonly run: Extract<DryRun, { kind: 'ready' }>;
  readonly connection: Connection;
  readonly untagOnly: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = run.targets.flatMap(({ tags }) => tags);
  const count = names.length;
  const disabled = count === 0 || connection.readOnly;
  return (
    <Button
      data-danger={disabled ? undefined : true}
      disabled={disabled}
      onClick={() => openDialog({ kind: 'delete', connectionId: connection.id, targets: run.targets, untagOnly, purpose: 'clean-up' })}
    >
      {untagOnly
        ? t('cleanUp.untag', { count, shown: format.number(count) })
        : t('cleanUp.apply', { count, shown: format.number(count), ...untaggedContext({ count, ...untaggedIn(names) }) })}
    </Button>
  );
}
