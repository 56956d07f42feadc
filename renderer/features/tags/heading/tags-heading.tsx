import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconCopy, IconEraser, IconPin, IconPinFilled, IconRefresh } from '@tabler/icons-react';
import { Fragment, useMemo } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import type { Connection } from '../../../../shared/contract/connections.ts';
import { copyText } from '../../../lib/copy.ts';
import { showCleanUp, shownTag } from '../../../lib/places.ts';
import { usualPullCommand } from '../../../lib/pull-command.ts';
import { useUi } from '../../../lib/ui-state.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { contentCounts, countReferrers, isNotFound, pullableOf } from '../rows.ts';
import type { TagTable } from '../tag-table.ts';
import styles from '../tags.module.css';
import { Crumbs } from './crumbs.tsx';

function Stats({ table }: { readonly table: TagTable }) {
  const { t } = useTranslation();
  const format = useFormat();
  // Counted again for each batch: one pass over what was read.
  const { counts, referrers } = useMemo(() => {
    const referrers = countReferrers(table.names);
    const own = table.names.slice(0, table.names.length - referrers);
    return { counts: contentCounts(own.flatMap((tag) => table.details.get(tag) ?? [])), referrers };
  }, [table]);
  const tags = table.names.length;
  if (!table.listed && !table.isRemembered) return <div className={styles['stats']} />;
  return (
    <div className={styles['stats']}>
      <Trans i18nKey="tags.total" count={tags} values={{ shown: format.number(tags) }} components={{ b: <b /> }} />
      {referrers > 0 && t('tags.withReferrers', { count: referrers, shown: format.number(referrers) })}
      {table.readAt !== undefined &&
        counts.map(({ noun, count }, i) => (
          <Fragment key={noun}>
            {t(i === 0 ? 'tags.on' : 'tags.and')}
            <Trans i18nKey={`tags.content.${noun}`} count={count} values={{ shown: format.number(count) }} components={{ b: <b /> }} />
          </Fragment>
        ))}
    </div>
  );
}

/** Whether the repository stays on top of the list. */
export type Pin = { readonly pinned: boolean; readonly toggle: () => void };

/** A button that in a narrow pane is its icon alone. */
const labelled = (label: string) => ({
  variant: 'default',
  px: 'var(--action-padding)',
  'aria-label': label,
  title: label,
  className: styles['action'] ?? '',
});

/** Which repository is shown, how many tags it has, and what can be done with all of it. */
export function TagsHeading({
  connection,
  repository,
  table,
  refresh,
  pin,
}: {
  readonly connection: Connection;
  readonly repository: string;
  readonly table: TagTable | undefined;
  readonly refresh: () => void;
  readonly pin: Pin;
}) {
  const { t } = useTranslation();
  const opened = useUi(shownTag);
  const tools = useUi((ui) => ui.settings);
  const copyPull = (tag: string): void =>
    void copyText(
      usualPullCommand(tools, pullableOf(connection.url, repository, tag, table?.details.get(tag))),
      t('copy.done', { what: t('tags.pullCommand') }),
      t('copy.refused'),
    );
  return (
    <div className={styles['head']}>
      <div className={styles['title']}>
        <Crumbs connection={connection} repository={repository} />
        {table && <Stats table={table} />}
      </div>
      {/* First, so that what is always there stays where it is when a tag is opened. */}
      {opened !== null && !isNotFound(table, opened) && (
        <Button {...labelled(t('tags.copyPull'))} leftSection={<IconCopy aria-hidden="true" size={15} />} onClick={() => copyPull(opened)}>
          {t('tags.copyPull')}
        </Button>
      )}
      <Tooltip label={t(pin.pinned ? 'tags.unpin' : 'tags.pin')}>
        <ActionIcon
          variant="default"
          size={30}
          aria-label={t(pin.pinned ? 'tags.unpin' : 'tags.pin')}
          aria-pressed={pin.pinned}
          onClick={pin.toggle}
        >
          {pin.pinned ? <IconPinFilled aria-hidden="true" size={16} /> : <IconPin aria-hidden="true" size={16} />}
        </ActionIcon>
      </Tooltip>
      <Button
        {...labelled(t('cleanUp.open'))}
        leftSection={<IconEraser aria-hidden="true" size={15} />}
        disabled={table?.listed === true && table.names.length === 0}
        onClick={() => showCleanUp(connection.id, repository)}
      >
        {t('cleanUp.open')}
      </Button>
      <Button {...labelled(t('tags.refresh'))} leftSection={<IconRefresh aria-hidden="true" size={15} />} onClick={refresh}>
        {t('tags.refresh')}
      </Button>
    </div>
  );
}
