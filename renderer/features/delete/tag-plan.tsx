import { useTranslation } from 'react-i18next';
import type { DeletePlan } from '../../../shared/contract/delete.ts';
import { isIndexType } from '../../../shared/oci/media-types.ts';
import { useFormat } from '../../lib/use-format.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { Note } from '../../ui/note.tsx';
import { Swatch } from '../../ui/swatch.tsx';
import chips from '../../ui/ui.module.css';
import styles from './delete.module.css';
import { type Asked, type Choice, choicesOf } from './stage.ts';

const NAMES_SHOWN = 3;

type Choices = NonNullable<Asked['choices']>;

/** The other tags by name. "No other tag" is only said when every tag was read. */
function Siblings({ plan }: { readonly plan: DeletePlan }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { complete, tagsRead } = plan;
  const [group] = plan.groups;
  const siblings = group?.others ?? [];
  const headline =
    siblings.length > 0 ? t('delete.siblings', { count: siblings.length }) : t(complete ? 'delete.noSiblings' : 'delete.unknownSiblings');
  return (
    <Note tone={complete && siblings.length === 0 ? 'plain' : 'warn'}>
      <div className={styles['line']}>
        <strong>{headline}</strong>
        {complete && <span className="dim">{t('delete.checked', { count: tagsRead, shown: format.number(tagsRead) })}</span>}
      </div>
      {siblings.length > 0 && (
        <ul className={chips['chips']} aria-label={t('delete.siblingList')}>
          {siblings.map((tag) => (
            <li key={tag} className={chips['chip']} title={tag}>
              <Swatch digest={group?.digest ?? ''} />
              <span className="cut">{tag}</span>
            </li>
          ))}
        </ul>
      )}
      {!complete && <span className="dim">{t('delete.incompleteImage')}</span>}
    </Note>
  );
}

/** Indexes, signatures and lists that know this image. */
function Relations({ plan }: { readonly plan: DeletePlan }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [group] = plan.groups;
  const { indexes = [], referrers = [], lists = [], tags = [] } = group ?? {};
  if (indexes.length + referrers.length + lists.length + plan.tooLarge.length === 0) return null;
  return (
    <Note tone="warn">
      {indexes.length > 0 && <strong>{t('delete.inIndexes', { names: format.list(indexes.map((name) => name.slice(0, 19))) })}</strong>}
      {referrers.length > 0 && <span>{t('delete.referrers', { count: referrers.length })}</span>}
      {lists.length > 0 && <span>{t('delete.unlisted')}</span>}
      {plan.tooLarge.length > 0 && <span>{t('delete.tooLarge', { tags: format.list(plan.tooLarge.slice(0, NAMES_SHOWN)) })}</span>}
      {plan.tooLarge.includes(tags[0] ?? '') && <span>{t('delete.noUndo')}</span>}
    </Note>
  );
}

function ChoiceText({ plan, choice }: { readonly plan: DeletePlan; readonly choice: Choice }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [group] = plan.groups;
  const { obstacles = [], indexes = [], others = [], mediaType = '' } = group ?? {};
  const named = (tags: readonly string[]): string => {
    const more = tags.length - NAMES_SHOWN;
    const shown = tags.slice(0, NAMES_SHOWN);
    return format.list(more > 0 ? [...shown, t('delete.more', { count: more })] : shown);
  };
  if (obstacles.length > 0)
    return (
      <span className="dim">
        {format.sentences(obstacles.map((why) => t(`delete.obstacle.${why}`, { indexes: format.list(indexes) })))}
      </span>
    );
  if (choice === 'image') {
    const freed = t(isIndexType(mediaType) ? 'delete.freesIndex' : 'delete.frees', { freed: format.bytes(plan.bytesFreed) });
    const kept = plan.bytesKept > 0 && t('delete.keeps', { kept: format.bytes(plan.bytesKept) });
    return <span className="dim">{format.sentences([freed, kept])}</span>;
  }
  const rest = others.length > 0 ? t('delete.kept', { count: others.length, tags: named(others) }) : t('delete.untags');
  return <span className="dim">{format.sentences([rest, plan.way === 'placeholder' && t('delete.placeholder')])}</span>;
}

type PickProps = {
  readonly choices: Choices;
  readonly choice: Choice;
  readonly onChoice: (choice: Choice) => void;
};

/** The explicit choice between this tag and the whole image. */
function Picks({ choices, choice, onChoice }: PickProps) {
  const { t } = useTranslation();
  const count = choices.image.groups[0]?.tags.length ?? 1;
  return (
    <fieldset className={styles['picks']} aria-label={t('delete.choice')}>
      {choicesOf(choices).map((value) => {
        const disabled = choices[value].groups.some(({ obstacles }) => obstacles.length > 0);
        const pick = (): void => onChoice(value);
        const isOn = choice === value;
        return (
          <div
            key={value}
            className={styles['pick']}
            data-on={isOn && !disabled}
            data-disabled={disabled}
            onClick={() => !disabled && pick()}
          >
            <input type="radio" id={`delete-${value}`} name="what" checked={isOn} disabled={disabled} onChange={pick} />
            <label htmlFor={`delete-${value}`}>
              <strong>{value === 'tag' ? t('delete.onlyTag') : t('delete.wholeImage', { count })}</strong>
              <ChoiceText plan={choices[value]} choice={value} />
            </label>
          </div>
        );
      })}
    </fieldset>
  );
}

/** Whether this registry deletes nothing at all. */
export const isDisabled = ({ tag, image }: Choices): boolean =>
  image.groups.some(({ obstacles }) => obstacles.includes('delete-disabled')) && tag.groups.every(({ obstacles }) => obstacles.length > 0);

/** Said before anything is tried: this registry deletes nothing, and the setting that would change it. */
export function DeleteDisabled() {
  const { t } = useTranslation();
  return (
    <Note tone="warn">
      <strong>{t('delete.disabledTitle')}</strong>
      <span>{t('delete.disabledDetail')}</span>
      <CopyField text="REGISTRY_STORAGE_DELETE_ENABLED=true" label={t('delete.setting')} />
    </Note>
  );
}

/** What deleting one tag does, and what else knows its image. */
export function TagPlan({ choices, choice, onChoice }: PickProps) {
  return (
    <>
      <Siblings plan={choices.tag} />
      <Relations plan={choices.image} />
      <Picks choices={choices} choice={choice} onChoice={onChoice} />
    </>
  );
}
