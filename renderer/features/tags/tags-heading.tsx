import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconCopy, IconEraser, IconPin, IconPinFilled, IconRefresh } from '@tabler/icons-react';
import { Fragment, useMemo } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import { copyText } from '../../lib/copy.ts';
import { showCleanUp, shownTag } from '../../lib/places.ts';
import { usualPullCommand } from '../../lib/pull-command.ts';
import { useUi } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import type { TagTable } from './queries.ts';
import { contentCounts, pullableOf } from './rows.ts';
import styles from './tags.module.css';

function Stats({ table }: { readonly table: TagTable }) {
  const { t } = useTranslation();
  const format = useFormat();
  // Counted again for each batch: one pass over what was read.
  const counts = useMemo(() => contentCounts(table.details.values()), [table]);
  if (!table.listed) return <div className={styles['stats']} />;
  return (
    <div className={styles['stats']}>
      <Trans
        i18nKey="tags.total"
        count={table.names.length}
        values={{ shown: format.number(table.names.length) }}
        components={{ b: <b /> }}
      />
      {table.done &&
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
  const tool = useUi((ui) => ui.settings.pullTool);
  const segments = repository.split('/');
  const copyPull = (tag: string): void =>
    void copyText(
      usualPullCommand(tool, pullableOf(connection.url, repository, tag, table?.details.get(tag))),
      t('copy.done', { what: t('tags.pullCommand') }),
      t('copy.refused'),
    );
  return (
    <div className={styles['head']}>
      <div className={styles['title']}>
        <h1 className={styles['crumbs']} title={`${connection.name} / ${repository}`}>
          <span className="cut">
            {connection.name}
            {segments.map((segment, i) => (
              <Fragment key={i}>
                <i>/</i>
                {segment}
              </Fragment>
            ))}
          </span>
        </h1>
        {table && <Stats table={table} />}
      </div>
      <Tooltip label={t(pin.pinned ? 'tags.unpin' : 'tags.pin')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={30}
          aria-label={t(pin.pinned ? 'tags.unpin' : 'tags.pin')}
          aria-pressed={pin.pinned}
          onClick={pin.toggle}
        >
          {pin.pinned ? <IconPinFilled size={16} /> : <IconPin size={16} />}
        </ActionIcon>
      </Tooltip>
      {opened !== null && (
        <Button variant="default" leftSection={<IconCopy size={15} />} onClick={() => copyPull(opened)}>
          {t('tags.copyPull')}
        </Button>
      )}
      <Button variant="default" leftSection={<IconEraser size={15} />} onClick={() => showCleanUp(connection.id, repository)}>
        {t('cleanUp.open')}
      </Button>
      <Button variant="default" leftSection={<IconRefresh size={15} />} onClick={refresh}>
        {t('tags.refresh')}
      </Button>
    </div>
  );
}
