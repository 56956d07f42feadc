import { useTranslation } from 'react-i18next';
import type { SinglePlan } from '../../../shared/contract/delete.ts';
import { isIndexType } from '../../../shared/oci/media-types.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Note } from '../../ui/note.tsx';
import { Swatch } from '../../ui/swatch.tsx';
import chips from '../../ui/ui.module.css';
import styles from './delete.module.css';
import { obstacleText } from './delete-text.ts';

const NAMES_SHOWN = 3;

export type Choice = 'tag' | 'image';

/** What can be chosen: the tag alone is offered where something else keeps the image; a lone tag goes with its image where that is possible. */
export function choicesOf(plan: SinglePlan): readonly Choice[] {
  if (plan.siblings.length > 0) return ['tag', 'image'];
  return plan.image.obstacles.length > 0 ? ['tag'] : ['image'];
}

/** The choice that loses least among those that can be done. */
export function defaultChoice(plan: SinglePlan): Choice {
  return choicesOf(plan).find((choice) => obstaclesOf(plan, choice).length === 0) ?? choicesOf(plan)[0] ?? 'tag';
}

export function obstaclesOf(plan: SinglePlan, choice: Choice): SinglePlan['image']['obstacles'] {
  return choice === 'tag' ? plan.tagOnly.obstacles : plan.image.obstacles;
}

/** The other tags by name; "none" is only said when every tag was asked. */
export function Siblings({ plan }: { readonly plan: SinglePlan }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { complete } = plan;
  if (plan.siblings.length === 0) {
    return (
      <Note tone={complete ? 'plain' : 'warn'}>
        <div className={styles['line']}>
          <strong>{t(complete ? 'delete.noSiblings' : 'delete.unknownSiblings')}</strong>
          <span className="dim">{complete && t('delete.checked', { count: plan.tagsSeen, shown: format.number(plan.tagsSeen) })}</span>
        </div>
        {!complete && <span className="dim">{t('delete.incomplete', { count: plan.tagsUnread.length })}</span>}
      </Note>
    );
  }
  return (
    <Note tone="warn">
      <div className={styles['line']}>
        <strong>{t('delete.siblings', { count: plan.siblings.length })}</strong>
        <span className="dim">{complete && t('delete.checked', { count: plan.tagsSeen, shown: format.number(plan.tagsSeen) })}</span>
      </div>
      <ul className={chips['chips']} aria-label={t('delete.siblingList')}>
        {plan.siblings.map((tag) => (
          <li key={tag} className={chips['chip']} title={tag}>
            <Swatch digest={plan.digest} />
            <span className="cut">{tag}</span>
          </li>
        ))}
      </ul>
      {!complete && <span className="dim">{t('delete.incomplete', { count: plan.tagsUnread.length })}</span>}
    </Note>
  );
}

/** Indexes and signatures that know this image. */
export function Relations({ plan }: { readonly plan: SinglePlan }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (plan.indexes.length + plan.referrers.length + plan.lists.length + plan.tooLarge.length === 0) return null;
  const names = plan.indexes.map((index) => index.tags.join(', ') || index.digest.slice(0, 19)).join('; ');
  return (
    <Note tone="warn">
      {plan.indexes.length > 0 && (
        <div className={styles['line']}>
          <strong>{t('delete.inIndexes', { count: plan.indexes.length })}</strong>
          <span>{names}</span>
        </div>
      )}
      {plan.referrers.length > 0 && <span>{t('delete.referrers', { count: plan.referrers.length })}</span>}
      {plan.lists.length > 0 && <span>{t('delete.unlisted')}</span>}
      {plan.tooLarge.length > 0 && <span>{t('delete.tooLarge', { tags: format.list(plan.tooLarge.slice(0, NAMES_SHOWN)) })}</span>}
      {plan.tooLarge.includes(plan.tag) && <span>{t('delete.noUndo')}</span>}
    </Note>
  );
}

function ChoiceText({ plan, choice }: { readonly plan: SinglePlan; readonly choice: Choice }) {
  const { t } = useTranslation();
  const format = useFormat();
  const namesOf = (tags: readonly string[]): string => {
    const shown = tags.slice(0, NAMES_SHOWN);
    const more = tags.length - shown.length;
    return format.list(more > 0 ? [...shown, t('delete.more', { count: more })] : shown);
  };
  const obstacles = obstaclesOf(plan, choice);
  if (obstacles.length > 0) return <span className="dim">{obstacles.map((obstacle) => obstacleText(t, obstacle, plan)).join(' ')}</span>;
  if (choice === 'image') {
    const freed = t(isIndexType(plan.mediaType) ? 'delete.freesIndex' : 'delete.frees', { freed: format.bytes(plan.bytesFreed) });
    const kept = plan.bytesKept > 0 ? ` ${t('delete.keeps', { kept: format.bytes(plan.bytesKept) })}` : '';
    return <span className="dim">{freed + kept}</span>;
  }
  const rest =
    plan.siblings.length > 0 ? t('delete.othersStay', { count: plan.siblings.length, tags: namesOf(plan.siblings) }) : t('delete.untags');
  return <span className="dim">{plan.tagOnly.way === 'placeholder' ? `${rest} ${t('delete.placeholder')}` : rest}</span>;
}

/** The explicit choice between this tag and the whole image. */
export function Choices({
  plan,
  choice,
  onChoice,
}: {
  readonly plan: SinglePlan;
  readonly choice: Choice;
  readonly onChoice: (choice: Choice) => void;
}) {
  const { t } = useTranslation();
  const choices = choicesOf(plan);
  const count = plan.siblings.length + 1;
  return (
    <fieldset className={styles['picks']} aria-label={t('delete.choice')}>
      {choices.map((value) => {
        const disabled = obstaclesOf(plan, value).length > 0;
        return (
          <div
            key={value}
            className={styles['pick']}
            data-on={choice === value && !disabled}
            data-disabled={disabled}
            onClick={() => !disabled && onChoice(value)}
          >
            <input
              type="radio"
              id={`delete-${value}`}
              name="what"
              checked={choice === value}
              disabled={disabled}
              onChange={() => onChoice(value)}
            />
            <label htmlFor={`delete-${value}`}>
              <strong>{value === 'tag' ? t('delete.onlyTag') : t('delete.wholeImage', { count })}</strong>
              <ChoiceText plan={plan} choice={value} />
            </label>
          </div>
        );
      })}
    </fieldset>
  );
}
