import { Autocomplete, Select } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LinkTarget } from '../../../shared/place.ts';
import { fuzzyFilter } from '../../lib/text/fuzzy.ts';
import styles from './compare.module.css';
import { type Compared, readSide } from './sides.ts';

/** Tags that are offered. */
const MOST_OFFERED = 50;

type Props = {
  readonly which: 'from' | 'to';
  readonly side: Compared;
  /** The reference as it is written now. */
  readonly text: string;
  /** Tags of the repository, as far as they are known. */
  readonly tags: readonly string[];
  readonly registries: readonly LinkTarget[];
  readonly platforms: readonly string[];
  readonly platform: string | undefined;
  readonly onChange: (side: Compared) => void;
  /** Calls for the tags of the repository. */
  readonly onFocus: () => void;
};

/** Another image at the platform that was chosen: where it lacks that one, another one is taken. */
const samePlatform = (side: Compared, { reference: { platform } }: Compared): Compared =>
  platform === undefined ? side : { ...side, reference: { ...side.reference, platform } };

/** The platform of an index that is compared. */
function PlatformField({ which, platforms, platform, side, onChange }: Props) {
  const { t } = useTranslation();
  // Known once both sides are read: before, either may decide what is shown of the other.
  if (platforms.length < 2 || platform === undefined) return null;
  return (
    <Select
      size="xs"
      className={styles['platform'] ?? ''}
      aria-label={t(`compare.${which}Platform`)}
      data={[...platforms]}
      value={platform}
      onChange={(next) => next && onChange({ ...side, reference: { ...side.reference, platform: next } })}
    />
  );
}

/** One image of the comparison: a field for its reference, which offers the tags of its repository. */
export function SideField(props: Props) {
  const { which, side, text, tags, registries, onChange, onFocus } = props;
  const { t } = useTranslation();
  const [typed, setTyped] = useState(text);
  const [problem, setProblem] = useState<string>();
  const [isOpen, setOpen] = useState(false);
  const [written, setWritten] = useState(text);
  // Another image is named: the field follows, and keeps the focus.
  if (written !== text) {
    setWritten(text);
    setTyped(text);
    setProblem(undefined);
  }
  const offered = fuzzyFilter(tags, typed === text ? '' : typed).slice(0, MOST_OFFERED);
  const choose = (value: string): void => {
    // The list lies over what is compared.
    setOpen(false);
    if (value.trim() === text) return setTyped(text);
    const answer = readSide(value, side, registries);
    if (answer.kind === 'side') return onChange(samePlatform(answer.side, side));
    setProblem(answer.kind === 'invalid' ? t('compare.notReference') : t('place.unknownRegistry', { host: answer.host }));
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>): void => {
    // An option that is marked is chosen by the list itself.
    if (event.key === 'Enter' && !event.nativeEvent.isComposing && !event.currentTarget.getAttribute('aria-activedescendant'))
      choose(typed);
  };
  return (
    <div className={styles['side']} data-side={which}>
      <Autocomplete
        size="xs"
        className={styles['reference'] ?? ''}
        label={t(`compare.${which}`)}
        placeholder={t('compare.hint')}
        data={offered}
        openOnFocus={false}
        dropdownOpened={isOpen}
        onDropdownOpen={() => setOpen(true)}
        onDropdownClose={() => setOpen(false)}
        filter={({ options }) => options}
        value={typed}
        error={problem}
        spellCheck={false}
        autoComplete="off"
        title={typed}
        // The list itself scrolls: what scrolls is then what the field controls.
        withScrollArea={false}
        styles={{ options: { maxHeight: 280, overflowY: 'auto' } }}
        onChange={(value) => {
          setTyped(value);
          setProblem(undefined);
        }}
        onOptionSubmit={choose}
        onFocus={(event) => {
          event.currentTarget.select();
          onFocus();
        }}
        onBlur={() => {
          if (typed.trim() !== '') choose(typed);
        }}
        onKeyDown={onKey}
      />
      <PlatformField {...props} />
    </div>
  );
}
