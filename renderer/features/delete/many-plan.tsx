import { useTranslation } from 'react-i18next';
import type { DeleteGroup, DeleteItem, DeletePlan } from '../../../shared/contract/delete.ts';
import { readFailure } from '../../lib/failure.ts';
import { failureText } from '../../lib/failure-text.ts';
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
    t(group.how === 'image' ? 'many.imageGoes' : 'many.tagsOnly'),
    group.others.length > 0 && t('many.stays', { names: some(group.others) }),
    group.indexes.length > 0 && t('many.inIndex', { names: some(group.indexes) }),
    group.lists.length > 0 && t('many.unlisted'),
    group.referrers.length > 0 && t('many.referrers', { count: group.referrers.length }),
    obstacle && t('many.blocked', { why: t(`delete.obstacle.${obstacle}`, { indexes: some(group.indexes), unread: 0 }) }),
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

/** What goes and what stays, over all repositories of the run. */
export function ManyPlanView({ plans }: { readonly plans: readonly DeletePlan[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const groups = plans.flatMap((plan) => plan.groups.map((group) => ({ group, repository: plan.repository })));
  const sum = (value: (plan: DeletePlan) => number): number => plans.reduce((all, plan) => all + value(plan), 0);
  const images = groups.filter(({ group }) => group.how === 'image').length;
  const tags = groups.reduce((all, { group }) => (group.how === 'tags' ? all + group.tags.length : all), 0);
  const [freed, kept] = [sum((plan) => plan.bytesFreed), sum((plan) => plan.bytesKept)];
  const gone = plans.flatMap((plan) => plan.gone);
  const unread = plans.flatMap((plan) => plan.unread);
  const tooLarge = plans.flatMap((plan) => plan.tooLarge);
  const moved = plans.flatMap((plan) => plan.moved);
  const hanging = groups.reduce((all, { group }) => all + group.referrers.length, 0);
  return (
    <>
      <Note tone="warn">
        {images > 0 && <strong>{t('many.images', { count: images, shown: format.number(images) })}</strong>}
        {tags > 0 && <strong>{t('many.tags', { count: tags, shown: format.number(tags) })}</strong>}
        {freed > 0 && <span className="dim">{t('many.frees', { size: format.bytes(freed) })}</span>}
        {kept > 0 && <span className="dim">{t('delete.keeps', { kept: format.bytes(kept) })}</span>}
        {hanging > 0 && <span>{t('delete.referrers', { count: hanging })}</span>}
        <span className="dim">
          {plans.every((plan) => plan.complete) ? t('many.checked', { count: sum((plan) => plan.tagsSeen) }) : t('many.incomplete')}
        </span>
        {tooLarge.length > 0 && <span>{t('many.tooLarge', { names: some(tooLarge) })}</span>}
        {gone.length > 0 && <span className="dim">{t('many.gone', { names: some(gone) })}</span>}
        {moved.length > 0 && <span>{t('many.moved', { names: some(moved) })}</span>}
        {unread.length > 0 && <span className="dim">{t('many.unread', { names: some(unread) })}</span>}
      </Note>
      <ul className={styles['groups']} aria-label={t('many.groups')}>
        {groups.slice(0, GROUPS_SHOWN).map(({ group, repository }) => (
          <Group key={`${repository} ${group.digest}`} group={group} repository={plans.length > 1 ? repository : undefined} />
        ))}
      </ul>
      {groups.length > GROUPS_SHOWN && <span className="faint">{t('many.more', { count: groups.length - GROUPS_SHOWN })}</span>}
    </>
  );
}

type ResultsProps = {
  readonly items: readonly DeleteItem[];
  /** Tags that were to be deleted, and those of which nothing was heard. */
  readonly total: number;
  readonly untold: number;
};

/** What was not deleted, each with its reason. */
export function ManyResults({ items, total, untold }: ResultsProps) {
  const { t } = useTranslation();
  const left = items.filter(({ state }) => state !== 'gone');
  return (
    <Note tone="warn" role="alert">
      <strong>{t(untold > 0 ? 'many.known' : 'many.partly', { gone: items.length - left.length, total })}</strong>
      {untold > 0 && <span>{t('many.untold', { count: untold })}</span>}
      <ul className={styles['moves']} aria-label={t('many.results')}>
        {left.map(({ repository, tag, state, failure }) => (
          <li key={`${repository} ${tag}`}>
            <strong>{tag}</strong>{' '}
            <span className="dim">
              {t(`many.state.${state}`)}
              {failure && `: ${failureText(t, readFailure(failure)).title}`}
            </span>
          </li>
        ))}
      </ul>
    </Note>
  );
}
