import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { TagDetail } from '../../../shared/contract/tags.ts';
import { copyText } from '../../lib/copy.ts';
import { copyLink } from '../../lib/link.ts';
import { showDigest } from '../../lib/places.ts';
import { openDialog, useUi } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import type { Cell } from '../../ui/cells-of.ts';
import { CopyCells } from '../../ui/copy-cells.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { isSelection } from './acts-on.ts';
import { compareTag, previousTagOf } from './compare-tags.ts';
import { tagsCompared } from './compared.ts';
import { PullItems } from './pull-items.tsx';
import { pullableOf, sharedDigest } from './rows.ts';
import { useTagAction } from './use-tag-action.ts';

/** Comparing two selected tags, or one with the version before it or with whatever is chosen then. */
function CompareItems({
  connection,
  repository,
  details,
  tags,
  isDeleted,
  run,
}: {
  readonly connection: Connection;
  readonly repository: string;
  readonly details: ReadonlyMap<string, TagDetail> | undefined;
  readonly tags: readonly string[];
  readonly isDeleted: boolean;
  readonly run: ReturnType<typeof useTagAction>;
}) {
  const { t } = useTranslation();
  const images = tagsCompared(
    tags,
    details,
    useUi((ui) => isSelection(ui.checkedTags, tags)),
  );
  const [tag] = images;
  if (tag === undefined || images.length > 2) return null;
  const hint = <KeyHint keys="mod D" />;
  if (images.length === 2)
    return (
      <>
        <Menu.Divider />
        <Menu.Item rightSection={hint} onClick={() => run('compare', tags)}>
          {t('compare.title')}
        </Menu.Item>
      </>
    );
  const place = { connectionId: connection.id, repository };
  const previous = previousTagOf(place, tag);
  return (
    <>
      <Menu.Divider />
      {previous !== undefined && (
        <Menu.Item disabled={isDeleted} rightSection={hint} title={t('compare.withPreviousHint')} onClick={() => run('compare', tags)}>
          {t('compare.withPrevious', { tag: previous })}
        </Menu.Item>
      )}
      <Menu.Item
        disabled={isDeleted}
        {...(previous === undefined ? { rightSection: hint } : {})}
        onClick={() => compareTag(place, tag, undefined)}
      >
        {t('compare.with')}
      </Menu.Item>
    </>
  );
}

/** What can be done with one tag or several, as items of a menu. */
export function TagMenuItems({
  connection,
  repository,
  details,
  tags,
  cells = [],
}: {
  readonly connection: Connection;
  readonly repository: string;
  readonly details: ReadonlyMap<string, TagDetail> | undefined;
  readonly tags: readonly string[];
  /** What the row of the menu says. */
  readonly cells?: readonly Cell[];
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const run = useTagAction(connection, repository, details);
  const isMany = tags.length > 1;
  const shown = format.number(tags.length);
  const only = isMany ? undefined : details?.get(tags[0] ?? '');
  const digest = sharedDigest(tags, details);
  const isDeleted = only?.state === 'not-found';
  return (
    <>
      <Menu.Item disabled={isDeleted} rightSection={<KeyHint keys="R" />} onClick={() => run('retag', tags)}>
        {isMany ? t('tags.menu.retagMany', { shown }) : t('tags.menu.retag')}
      </Menu.Item>
      <Menu.Item disabled={isDeleted} onClick={() => run('copy', tags)}>
        {isMany ? t('tags.menu.copyManyTo', { shown }) : t('tags.menu.copyTo')}
      </Menu.Item>
      <Menu.Item disabled={isDeleted} onClick={() => run('save', tags)}>
        {isMany ? t('tags.menu.saveMany', { shown }) : t('tags.menu.save')}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item disabled={isDeleted} rightSection={<KeyHint keys="C" />} onClick={() => run('copy-pull-command', tags)}>
        {isMany ? t('tags.menu.copyPullMany', { shown }) : t('tags.menu.copyPull')}
      </Menu.Item>
      {!isMany && <PullItems pullable={pullableOf(connection.url, repository, tags[0] ?? '', only)} disabled={isDeleted} />}
      <Menu.Item rightSection={<KeyHint keys="mod C" />} onClick={() => run('copy-references', tags)}>
        {isMany ? t('tags.menu.copyReferences', { shown }) : t('tags.menu.copyReference')}
      </Menu.Item>
      {(!isMany || digest !== undefined) && (
        <>
          <Menu.Item
            disabled={digest === undefined}
            onClick={() => void copyText(digest ?? '', t('copy.done', { what: t('image.digest') }), t('copy.refused'))}
          >
            {t('tags.menu.copyDigest')}
          </Menu.Item>
          <Menu.Item disabled={digest === undefined} onClick={() => digest !== undefined && showDigest(digest)}>
            {t('tags.menu.whereIs')}
          </Menu.Item>
        </>
      )}
      {!isMany && (
        <Menu.Item onClick={() => copyLink(t, { connectionId: connection.id, repository, reference: { tag: tags[0] ?? '' } })}>
          {t('connections.copyLink')}
        </Menu.Item>
      )}
      <CopyCells cells={cells} />
      {!isMany && (
        <Menu.Item
          disabled={isDeleted}
          onClick={() => openDialog({ kind: 'watch', about: { connectionId: connection.id, repository, pattern: tags[0] ?? '' } })}
        >
          {t('repositories.menu.watch')}
        </Menu.Item>
      )}
      <CompareItems {...{ connection, repository, details, tags, isDeleted }} run={run} />
      <Menu.Divider />
      <Menu.Item data-danger disabled={isDeleted} rightSection={<KeyHint keys="delete" />} onClick={() => run('delete', tags)}>
        {isMany ? t('tags.menu.deleteMany', { shown }) : t('tags.menu.delete')}
      </Menu.Item>
    </>
  );
}
