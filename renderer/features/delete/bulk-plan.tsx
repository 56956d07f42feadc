import { useTranslation } from 'react-i18next';
import type { DeleteGroup, DeletePlan, DeleteWeight } from '../../../shared/contract/delete.ts';
import { isUntagged } from '../../../shared/deletion.ts';
import { shortName } from '../../lib/untagged-words.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Names } from '../../ui/names.tsx';
import { Note } from '../../ui/note.tsx';
import { Swatch } from '../../ui/swatch.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import styles from './delete.module.css';
import { ReferrerChoice, type ReferrersProps } from './referrer-choice.tsx';

const NAMES_SHOWN = 8;
/** The height of a line of the list, in pixels, before it is measured. */
const LINE = 26;

type Shown = { readonly group: DeleteGroup; readonly repository: string | undefined };

function Group({ group, repository }: Shown) {
  const { t } = useTranslation();
  const format = useFormat();
  const some = (names: readonly string[]): string => format.names(names.map(shortName), NAMES_SHOWN);
  const [obstacle] = group.obstacles;
  const way = isUntagged(group)
    ? t('delete.group.manifest')
    : group.how === 'image'
      ? t('delete.group.image')
      : t('delete.group.tags', { count: group.tags.length });
  const remarks = [
    obstacle === undefined && way,
    group.indexes.length > 0 && t('delete.group.inUse', { names: some(group.indexes) }),
    group.lists.length > 0 && t('delete.group.unlisted'),
    obstacle && t('delete.group.blocked', { why: t(`delete.obstacle.${obstacle}`, { indexes: some(group.indexes) }) }),
  ];
  return (
    <div className={styles['group']}>
      <Swatch digest={group.digest} />
      <span>
        {repository !== undefined && <span className="dim">{repository}: </span>}
        <strong>
          <Names names={group.tags.map(shortName)} shown={NAMES_SHOWN} />
        </strong>
        <span className="dim"> {remarks.filter(Boolean).join(' · ')}</span>
        {group.others.length > 0 && (
          <span className="dim">
            {` · ${t('delete.group.others')}${format.gap}`}
            <Names names={group.others} shown={NAMES_SHOWN} />
          </span>
        )}
      </span>
    </div>
  );
}

type PlanProps = { readonly plans: readonly DeletePlan[]; readonly weight: DeleteWeight | undefined };

/** The figures of a plan, over all its repositories. */
function Figures({ plans, weight, withReferrers }: PlanProps & Pick<ReferrersProps, 'withReferrers'>) {
  const { t } = useTranslation();
  const format = useFormat();
  // What cannot be deleted is told line by line.
  const groups = plans.flatMap((plan) => plan.groups.filter(({ obstacles }) => obstacles.length === 0));
  const sum = (value: (plan: DeletePlan) => number): number => plans.reduce((all, plan) => all + value(plan), 0);
  const named = (names: (plan: DeletePlan) => readonly string[]): string => format.names(plans.flatMap(names).map(shortName), NAMES_SHOWN);
  const manifests = groups.filter(isUntagged).length;
  const images = groups.filter(({ how }) => how === 'image').length - manifests;
  const alone = plans.flatMap(({ repository, groups: own }) =>
    own.flatMap(({ how, tags, obstacles }) =>
      how === 'tags' && obstacles.length === 0 ? tags.map((tag) => (plans.length === 1 ? tag : `${repository}:${tag}`)) : [],
    ),
  );
  // Repositories share layers: what each frees or keeps cannot be added up.
  const freed = weight ? weight.bytesFreed + (withReferrers ? weight.referrerBytes : 0) : 0;
  const kept = weight?.bytesKept ?? 0;
  const read = sum((plan) => plan.tagsRead);
  const lines = [
    ['tooLarge', { tags: named((plan) => plan.tooLarge) }],
    ['notFound', { names: named((plan) => plan.notFound) }],
    ['moved', { names: named((plan) => plan.moved) }],
    ['unread', { names: named((plan) => plan.unread) }],
  ] as const;
  return (
    <Note tone="warn">
      {manifests > 0 && <strong>{t('delete.manifests', { count: manifests, shown: format.number(manifests) })}</strong>}
      {images > 0 && <strong>{t('delete.images', { count: images, shown: format.number(images) })}</strong>}
      {alone.length > 0 && (
        <span>
          <strong>{t('delete.tags', { count: alone.length, shown: format.number(alone.length) })}</strong>
          {/* Among hundreds of images they are hard to find. */}
          {images > 0 && (
            <span className="dim">
              {format.gap}
              <Names names={alone} shown={3} />
            </span>
          )}
        </span>
      )}
      {freed > 0 && (
        <span className="dim">
          {format.sentences([t('delete.frees', { freed: format.bytes(freed) }), plans.length > 1 && t('delete.countedOnce')])}
        </span>
      )}
      {kept > 0 && <span className="dim">{t('delete.keeps', { kept: format.bytes(kept) })}</span>}
      <span className="dim">
        {plans.every((plan) => plan.complete) ? t('delete.checked', { count: read, shown: format.number(read) }) : t('delete.incomplete')}
      </span>
      {lines.map(([key, names]) => Object.values(names)[0] !== '' && <span key={key}>{t(`delete.${key}`, names)}</span>)}
    </Note>
  );
}

const keyOf = ({ group, repository }: Shown): string => `${repository ?? ''} ${group.digest}`;
/** All of it is known from the start. */
const noMore = (): void => {};

/** What is deleted and what is kept, image by image. */
export function BulkPlan({ plans, weight, ...referrers }: ReferrersProps & PlanProps) {
  const { t } = useTranslation();
  const isOne = plans.length === 1;
  const groups = plans.flatMap((plan) => plan.groups.map((group): Shown => ({ group, repository: isOne ? undefined : plan.repository })));
  const hasAny = groups.some(({ group }) => group.obstacles.length === 0);
  return (
    <>
      <Figures plans={plans} weight={weight} withReferrers={referrers.withReferrers} />
      <ReferrerChoice plans={plans} isOff={false} className={styles['also']} {...referrers} />
      <div className={styles['groups']}>
        <VirtualList items={groups} label={t('delete.groups')} keyOf={keyOf} rowHeight={LINE} onEnd={noMore}>
          {(shown) => <Group {...shown} />}
        </VirtualList>
      </div>
      {!hasAny && <Note tone="warn">{t('delete.noneLeft')}</Note>}
    </>
  );
}
