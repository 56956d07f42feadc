import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeletePlan } from '../../../shared/contract/delete.ts';
import { isIndexType } from '../../../shared/oci/media-types.ts';
import { cutMiddle } from '../../lib/text/middle.ts';
import { useFormat } from '../../lib/use-format.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { Note } from '../../ui/note.tsx';
import { Swatch } from '../../ui/swatch.tsx';
import chips from '../../ui/ui.module.css';
import styles from './delete.module.css';
import { ReferrerChoice, type ReferrersProps } from './referrer-choice.tsx';
import { type Asked, type Choice, choicesOf } from './stage.ts';

const NAMES_SHOWN = 3;
/** Other tags that are shown before the rest is opened. */
const CHIPS_SHOWN = 12;
/** Characters of a tag; the whole is shown on hovering. */
const MOST_OF_TAG = 36;

type Choices = NonNullable<Asked['choices']>;

/** The other tags by name. "No other tag" is only said when every tag was read. */
function Siblings({ plan }: { readonly plan: DeletePlan }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { complete, tagsRead } = plan;
  const [group] = plan.groups;
  const siblings = group?.others ?? [];
  const [open, setOpen] = useState(siblings.length <= CHIPS_SHOWN);
  const shown = open ? siblings : siblings.slice(0, CHIPS_SHOWN);
  const headline =
    siblings.length > 0 ? t('delete.siblings', { count: siblings.length }) : t(complete ? 'delete.noSiblings' : 'delete.unknownSiblings');
  return (
    <Note tone={complete && siblings.length === 0 ? 'plain' : 'warn'}>
      <div className={styles['line']}>
        <strong>{headline}</strong>
        {complete && <span className="dim">{t('delete.checked', { count: tagsRead, shown: format.number(tagsRead) })}</span>}
      </div>
      {siblings.length > 0 && (
        <ul className={styles['siblings']} aria-label={t('delete.siblingList')}>
          {shown.map((tag) => (
            <li key={tag} className={chips['chip']} title={tag}>
              <Swatch digest={group?.digest ?? ''} />
              <span className="cut">{cutMiddle(tag, MOST_OF_TAG)}</span>
            </li>
          ))}
          {!open && (
            <li>
              <button type="button" className={chips['chip']} onClick={() => setOpen(true)}>
                {t('dialog.more', { count: siblings.length - shown.length, shown: format.number(siblings.length - shown.length) })}
              </button>
            </li>
          )}
        </ul>
      )}
      {!complete && <span className="dim">{t('delete.incompleteImage')}</span>}
    </Note>
  );
}

/** Why a choice cannot be made. */
function Obstacles({ plan }: { readonly plan: DeletePlan }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [{ obstacles = [], indexes = [] } = {}] = plan.groups;
  const names = format.list(indexes.map((name) => name.slice(0, 19)));
  // That the registry is read-only stands above, with the way to change it.
  return (
    <span className="dim">
      {format.sentences(obstacles.filter((why) => why !== 'read-only').map((why) => t(`delete.obstacle.${why}`, { indexes: names })))}
    </span>
  );
}

const isBlocked = (plan: DeletePlan): boolean => plan.groups.some(({ obstacles }) => obstacles.length > 0);

/** What deleting this tag alone does, and what cannot be undone. */
function TagText({ choices }: { readonly choices: Choices }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [group] = choices.tag.groups;
  const others = group?.others ?? [];
  if (isBlocked(choices.tag)) return <Obstacles plan={choices.tag} />;
  return (
    <>
      <span className="dim">
        {format.sentences([
          others.length > 0 ? t('delete.kept', { count: others.length }) : t('delete.untags'),
          choices.tag.way === 'placeholder' && t('delete.placeholder'),
        ])}
      </span>
      {/* Where the image is not offered it is said why. */}
      {others.length === 0 && isBlocked(choices.image) && <Obstacles plan={choices.image} />}
    </>
  );
}

/** What deleting the image frees, and which lists and figures that changes. */
function ImageText({ plan, withReferrers }: { readonly plan: DeletePlan; readonly withReferrers: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [group] = plan.groups;
  if (isBlocked(plan)) return <Obstacles plan={plan} />;
  const freed = format.bytes(plan.bytesFreed + (withReferrers ? plan.referrerBytes : 0));
  const kept = plan.bytesKept > 0 && t('delete.keeps', { kept: format.bytes(plan.bytesKept) });
  return (
    <>
      <span className="dim">
        {format.sentences([t(isIndexType(group?.mediaType ?? '') ? 'delete.freesIndex' : 'delete.frees', { freed }), kept])}
      </span>
      {(group?.lists.length ?? 0) > 0 && <span className="dim">{t('delete.unlisted')}</span>}
      {plan.tooLarge.length > 0 && (
        <span className="dim">{t('delete.tooLarge', { tags: format.list(plan.tooLarge.slice(0, NAMES_SHOWN)) })}</span>
      )}
    </>
  );
}

type PickProps = ReferrersProps & {
  readonly choices: Choices;
  readonly choice: Choice;
  readonly onChoice: (choice: Choice) => void;
};

/** The choice between this tag and the whole image; where only one of them can be made, what it does. */
function Picks({ choices, choice, onChoice, withReferrers, onReferrers, isLocked }: PickProps) {
  const { t } = useTranslation();
  const offered = choicesOf(choices);
  const count = choices.image.groups[0]?.tags.length ?? 1;
  const isAlone = offered.length === 1;
  return (
    <fieldset className={styles['picks']} aria-label={t('delete.choice')}>
      {offered.map((value) => {
        const disabled = isBlocked(choices[value]);
        const isOn = choice === value;
        const id = `delete-${value}`;
        const title = <strong>{value === 'tag' ? t('delete.onlyTag') : t('delete.wholeImage', { count })}</strong>;
        const text = value === 'tag' ? <TagText choices={choices} /> : <ImageText plan={choices.image} withReferrers={withReferrers} />;
        return (
          <div key={value} className={styles['pick']} data-on={isOn && !disabled && !isAlone} data-disabled={disabled} data-alone={isAlone}>
            {!isAlone && (
              <input type="radio" id={id} name="what" checked={isOn} disabled={disabled || isLocked} onChange={() => onChoice(value)} />
            )}
            {isAlone ? (
              <div className={styles['what']}>
                {title}
                {text}
              </div>
            ) : (
              <label htmlFor={id} className={styles['what']}>
                {title}
                {text}
              </label>
            )}
            {value === 'image' && !disabled && (
              <ReferrerChoice
                plans={[choices.image]}
                isOff={!isOn}
                withReferrers={withReferrers}
                onReferrers={onReferrers}
                isLocked={isLocked}
                className={styles['below']}
              />
            )}
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
export function TagPlan(props: PickProps) {
  return (
    <>
      <Siblings plan={props.choices.tag} />
      <Picks {...props} />
    </>
  );
}
