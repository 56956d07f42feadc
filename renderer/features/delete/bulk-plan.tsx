import { useTranslation } from 'react-i18next';
import type { DeleteGroup, DeletePlan } from '../../../shared/contract/delete.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Note } from '../../ui/note.tsx';
import { Swatch } from '../../ui/swatch.tsx';
import styles from './delete.module.css';

const GROUPS_SHOWN = 100;
const NAMES_SHOWN = 8;

const some = (names: readonly string[]): string =>
  names.slice(0, NAMES_SHOWN).join(', ') + (names.length > NAMES_SHOWN ? ` … (${names.length})` : '');

function Group({ group, repository }: { readonly group: DeleteGroup; readonly repository: string | undefined }) {
  const { t } = useTranslation();
  const [obstacle] = group.obstacles;
  const remarks = [
    group.how === 'image' ? t('delete.group.image') : t('delete.group.tags', { count: group.tags.length }),
    group.others.length > 0 && t('delete.group.others', { names: some(group.others) }),
    group.indexes.length > 0 && t('delete.group.inUse', { names: some(group.indexes) }),
    group.lists.length > 0 && t('delete.group.unlisted'),
    group.referrers.length > 0 && t('delete.group.referrers', { count: group.referrers.length }),
    obstacle && t('delete.group.blocked', { why: t(`delete.obstacle.${obstacle}`, { indexes: some(group.indexes) }) }),
  ];
  return (
    <li className={styles['group']}>
      <Swatch digest={group.digest} />
      <span>
        {repository !== undefined && <span className="dim">{repository}: </span>}
        <strong>{some(group.tags)}</strong>
        <span className="dim"> {remarks.filter(Boolean).join(' · ')}</span>
      </span>
    </li>
  );
}

/** The figures of a plan, over all its repositories. */
function Figures({ plans }: { readonly plans: readonly DeletePlan[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const groups = plans.flatMap((plan) => plan.groups);
  const sum = (value: (plan: DeletePlan) => number): number => plans.reduce((all, plan) => all + value(plan), 0);
  const named = (names: (plan: DeletePlan) => readonly string[]): string => some(plans.flatMap(names));
  const images = groups.filter(({ how }) => how === 'image').length;
  const tags = groups.reduce((all, group) => (group.how === 'tags' ? all + group.tags.length : all), 0);
  const [freed, kept, read] = [sum((plan) => plan.bytesFreed), sum((plan) => plan.bytesKept), sum((plan) => plan.tagsRead)];
  const orphaned = groups.reduce((all, { referrers }) => all + referrers.length, 0);
  const lines = [
    ['tooLarge', { tags: named((plan) => plan.tooLarge) }],
    ['notFound', { names: named((plan) => plan.notFound) }],
    ['moved', { names: named((plan) => plan.moved) }],
    ['unread', { names: named((plan) => plan.unread) }],
  ] as const;
  return (
    <Note tone="warn">
      {images > 0 && <strong>{t('delete.images', { count: images, shown: format.number(images) })}</strong>}
      {tags > 0 && <strong>{t('delete.tags', { count: tags, shown: format.number(tags) })}</strong>}
      {freed > 0 && <span className="dim">{t('delete.frees', { freed: format.bytes(freed) })}</span>}
      {kept > 0 && <span className="dim">{t('delete.keeps', { kept: format.bytes(kept) })}</span>}
      {orphaned > 0 && <span>{t('delete.referrers', { count: orphaned })}</span>}
      <span className="dim">
        {plans.every((plan) => plan.complete) ? t('delete.checked', { count: read, shown: format.number(read) }) : t('delete.incomplete')}
      </span>
      {lines.map(([key, names]) => Object.values(names)[0] !== '' && <span key={key}>{t(`delete.${key}`, names)}</span>)}
    </Note>
  );
}

/** What is deleted and what is kept, image by image. */
export function BulkPlan({ plans }: { readonly plans: readonly DeletePlan[] }) {
  const { t } = useTranslation();
  const groups = plans.flatMap((plan) => plan.groups.map((group) => ({ group, repository: plan.repository })));
  const hasAny = groups.some(({ group }) => group.obstacles.length === 0);
  return (
    <>
      <Figures plans={plans} />
      <ul className={styles['groups']} aria-label={t('delete.groups')}>
        {groups.slice(0, GROUPS_SHOWN).map(({ group, repository }) => (
          <Group key={`${repository} ${group.digest}`} group={group} repository={plans.length > 1 ? repository : undefined} />
        ))}
      </ul>
      {groups.length > GROUPS_SHOWN && <span className="faint">{t('delete.moreGroups', { count: groups.length - GROUPS_SHOWN })}</span>}
      {!hasAny && <Note tone="warn">{t('delete.noneLeft')}</Note>}
    </>
  );
}
