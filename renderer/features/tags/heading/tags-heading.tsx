import { Button } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { Fragment, memo, useMemo } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import type { Connection } from '../../../../shared/contract/connections.ts';
import type { TagDetail } from '../../../../shared/contract/tags.ts';
import { copyText } from '../../../lib/copy.ts';
import { shownTag } from '../../../lib/places.ts';
import { usualPullCommand } from '../../../lib/pull-command.ts';
import { useUi } from '../../../lib/ui-state.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { contentCounts, countReferrers, isNotFound, pullableOf } from '../rows.ts';
import type { TagTable } from '../tag-table.ts';
import styles from '../tags.module.css';
import { Crumbs } from './crumbs.tsx';
import { HeadingActions, type Pin } from './heading-actions.tsx';
import { labelled } from './labelled.ts';

function* ownRows(names: readonly string[], details: ReadonlyMap<string, TagDetail>): Generator<TagDetail> {
  for (const name of names) {
    const detail = details.get(name);
    if (detail) yield detail;
  }
}

type StatsProps = Pick<TagTable, 'names' | 'details' | 'done' | 'listed' | 'isRemembered'> & {
  /** Whether all was read once, and whether something is known of each tag. */
  readonly wasRead: boolean;
  readonly isKnown: boolean;
};

/** How many tags there are, and on what. Memoised: it is counted once something is known of each tag, and once all was read, not for each batch in between. */
const Stats = memo(function Stats({ names, details, done, listed, isRemembered, wasRead, isKnown }: StatsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const referrers = useMemo(() => countReferrers(names), [names]);
  const counts = useMemo(
    () => (isKnown || done ? contentCounts(ownRows(names.slice(0, names.length - referrers), details)) : []),
    [names, referrers, details, isKnown, done],
  );
  const tags = names.length;
  if (!listed && !isRemembered) return <div className={styles['stats']} />;
  return (
    <div className={styles['stats']}>
      <Trans i18nKey="tags.total" count={tags} values={{ shown: format.number(tags) }} components={{ b: <b /> }} />
      {referrers > 0 && t('tags.withReferrers', { count: referrers, shown: format.number(referrers) })}
      {wasRead &&
        counts.map(({ noun, count }, i) => (
          <Fragment key={noun}>
            {t(i === 0 ? 'tags.on' : 'tags.and')}
            <Trans i18nKey={`tags.content.${noun}`} count={count} values={{ shown: format.number(count) }} components={{ b: <b /> }} />
          </Fragment>
        ))}
    </div>
  );
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
  const copyPull = (tag: string): void =>
    void copyText(
      usualPullCommand(useUi.getState().settings, pullableOf(connection.url, repository, tag, table?.details.get(tag))),
      t('copy.done', { what: t('tags.pullCommand') }),
      t('copy.refused'),
    );
  return (
    <div className={styles['head']}>
      <div className={styles['title']}>
        <Crumbs connection={connection} repository={repository} />
        {table ? (
          <Stats
            names={table.names}
            details={table.details}
            done={table.done}
            listed={table.listed}
            isRemembered={table.isRemembered}
            wasRead={table.readAt !== undefined}
            isKnown={table.readAt !== undefined && table.details.size >= table.names.length}
          />
        ) : (
          // What is below does not move once it is known.
          <div className={styles['stats']} />
        )}
      </div>
      {/* First, so that what is always there stays where it is when a tag is opened. */}
      {opened !== null && !isNotFound(table, opened) && (
        <Button {...labelled(t('tags.copyPull'))} leftSection={<IconCopy aria-hidden="true" size={15} />} onClick={() => copyPull(opened)}>
          {t('tags.copyPull')}
        </Button>
      )}
      <HeadingActions
        connectionId={connection.id}
        repository={repository}
        isEmpty={table?.listed === true && table.names.length === 0}
        pin={pin}
        refresh={refresh}
      />
    </div>
  );
}
