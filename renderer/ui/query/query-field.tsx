import { ActionIcon, Combobox, TextInput, useCombobox } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, memo, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { finished, joinFilter, lastChipBack, splitFilter, withoutDoubles } from '../../lib/query/filter-text.ts';
import type { Vocabulary } from '../../lib/query/suggest.ts';
import styles from './query.module.css';
import { useSuggestions } from './use-suggestions.ts';

/**
 * A field for a query: conditions are completed while they are typed, and a finished one becomes a chip (`QueryChips`). `onKey` gets the keys that the
 * field has no use for. Memoised: it is the largest part of what stands above a table that is being read.
 */
export const QueryField = memo(function QueryField({
  label,
  value,
  onChange,
  vocabulary,
  onKey,
  disabled,
  className,
  dataFilter,
}: {
  readonly label: string;
  /** The whole query, its chips included. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly vocabulary: Vocabulary;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly disabled: boolean;
  readonly className: string;
  readonly dataFilter?: string;
}) {
  const { t } = useTranslation();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const { chips, draft } = splitFilter(value);
  const setDraft = (text: string): void => onChange(withoutDoubles(joinFilter({ chips, draft: text })));
  const list = useSuggestions(draft, vocabulary, setDraft);
  const combobox = useCombobox({ opened: list.isOpen });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (list.onKey(event)) return;
    const done = event.key === 'Enter' ? finished(value) : undefined;
    if (done !== undefined) onChange(withoutDoubles(done));
    else if (event.key === 'Backspace' && draft === '' && chips.length > 0) onChange(lastChipBack(value));
    else return onKey(event);
    event.preventDefault();
  };
  return (
    // Mounted while it is open: a list that nobody asked for would be placed when the field is drawn.
    <Combobox store={combobox} position="bottom-start" width={330} withinPortal keepMounted={false}>
      <Combobox.DropdownTarget>
        <TextInput
          ref={input}
          className={className}
          type="search"
          role="searchbox"
          data-filter={dataFilter}
          aria-label={label}
          aria-autocomplete="list"
          aria-controls={list.isOpen ? id : undefined}
          aria-activedescendant={list.isOpen && list.at >= 0 ? `${id}-${list.at}` : undefined}
          placeholder={label}
          disabled={disabled}
          spellCheck={false}
          leftSection={<IconSearch aria-hidden="true" size={14} />}
          rightSection={
            <ActionIcon
              variant="subtle"
              size={24}
              aria-label={t('query.filterBy')}
              title={t('query.filterBy')}
              aria-haspopup="listbox"
              aria-expanded={list.isOpen}
              disabled={disabled}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => {
                input.current?.focus();
                list.ask();
              }}
            >
              <IconAdjustmentsHorizontal aria-hidden="true" size={14} />
            </ActionIcon>
          }
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onFocus={list.onFocus}
          onBlur={list.onBlur}
        />
      </Combobox.DropdownTarget>
      <Combobox.Dropdown hidden={!list.isOpen}>
        <div id={id} role="listbox" aria-label={t('query.filterBy')} className={styles['list']}>
          {list.offered.map((suggestion, i) => (
            <div
              key={suggestion.text}
              id={`${id}-${i}`}
              role="option"
              aria-selected={i === list.at}
              className={styles['option']}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => list.choose(suggestion)}
            >
              <code>{suggestion.text}</code>
              {!suggestion.isWhole && <span>{t(`query.operator.${suggestion.operator}`)}</span>}
            </div>
          ))}
        </div>
      </Combobox.Dropdown>
    </Combobox>
  );
});
