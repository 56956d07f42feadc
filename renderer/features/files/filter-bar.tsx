import { Button, Menu, TextInput } from '@mantine/core';
import { IconChevronRight, IconFilter, IconSearch, IconX } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import type { KeyboardEvent, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import type { Layer } from '../../../shared/contract/images.ts';
import { MOST_OF_FILE_FILTER } from '../../../shared/file-limits.ts';
import { displayText } from '../../../shared/text.ts';
import type { Format } from '../../lib/text/format.ts';
import { useFormat } from '../../lib/use-format.ts';
import chips from '../../ui/ui.module.css';
import styles from './files.module.css';
import { type Condition, conditionsOf, type FileFilter, MARKS, SIZES, withMark, withoutCondition } from './filter.ts';

type FilterProps = { readonly filter: FileFilter; readonly onFilter: (filter: FileFilter) => void };

/** The layers that can be asked for: none where one of them is shown alone. */
type WithLayers = { readonly layers: readonly Layer[] };

function conditionText(t: TFunction, format: Format, condition: Condition): string {
  switch (condition.kind) {
    case 'mark':
      return t(`files.mark.${condition.mark}`);
    case 'size':
      return t('files.atLeast', { size: format.bytes(condition.bytes) });
    case 'layer':
      return t('files.changedIn', { number: format.number(condition.number) });
    case 'deleted':
      return t('files.withDeleted');
    case 'wasted':
      return t('files.onlyWasted');
    default:
      return assertNever(condition);
  }
}

/** Which layer added, changed or deleted what is asked for. */
function LayerItems({ filter, onFilter, layers }: FilterProps & WithLayers) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item leftSection={<i className={styles['noMark']} />} rightSection={<IconChevronRight aria-hidden="true" size={14} />}>
          {t('files.changedInLayer')}
        </Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown aria-label={t('files.changedInLayer')} className={styles['layerMenu'] ?? ''}>
        {layers.map(({ instruction = '' }, i) => {
          const number = i + 1;
          return (
            <Menu.CheckboxItem
              key={number}
              checked={filter.changedIn === number}
              onChange={(isOn) => onFilter({ ...filter, changedIn: isOn ? number : undefined })}
            >
              {t('files.layer', { number: format.number(number) })} <span className="dim">{displayText(instruction)}</span>
            </Menu.CheckboxItem>
          );
        })}
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}

/** What can be asked for beside a name. */
function FilterMenu({ filter, onFilter, layers }: FilterProps & WithLayers) {
  const { t } = useTranslation();
  const format = useFormat();
  const { marks, minSize } = filter;
  const isAlone = { ...filter, isWasted: false };
  return (
    <Menu position="bottom-start" withinPortal closeOnItemClick={false}>
      <Menu.Target>
        <Button variant="default" className={styles['tool'] ?? ''} aria-label={t('files.filters')} title={t('files.filters')}>
          <IconFilter aria-hidden="true" size={15} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('files.filters')} className={styles['filterMenu'] ?? ''}>
        {MARKS.map((mark) => (
          <Menu.CheckboxItem key={mark} checked={marks.includes(mark)} onChange={(isOn) => onFilter(withMark(isAlone, mark, isOn))}>
            {t(`files.mark.${mark}`)}
          </Menu.CheckboxItem>
        ))}
        <Menu.Divider />
        {SIZES.map((bytes) => (
          <Menu.CheckboxItem
            key={bytes}
            checked={minSize === bytes}
            onChange={(isOn) => onFilter({ ...isAlone, minSize: isOn ? bytes : undefined })}
          >
            {t('files.atLeast', { size: format.bytes(bytes) })}
          </Menu.CheckboxItem>
        ))}
        {layers.length > 0 && (
          <>
            <Menu.Divider />
            <LayerItems filter={isAlone} onFilter={onFilter} layers={layers} />
            <Menu.CheckboxItem checked={filter.withDeleted} onChange={(withDeleted) => onFilter({ ...isAlone, withDeleted })}>
              {t('files.showDeleted')}
            </Menu.CheckboxItem>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The conditions beside the name, each a button that removes it. */
function Conditions({ filter, onFilter, field }: FilterProps & { readonly field: RefObject<HTMLInputElement | null> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const conditions = conditionsOf(filter);
  if (conditions.length === 0) return null;
  return (
    <ul className={chips['chips']} aria-label={t('query.filters')}>
      {conditions.map((condition) => {
        const text = conditionText(t, format, condition);
        return (
          <li key={text}>
            <button
              type="button"
              className={chips['chip']}
              aria-label={t('query.remove', { filter: text })}
              onClick={() => {
                onFilter(withoutCondition(filter, condition));
                field.current?.focus();
              }}
            >
              {text}
              <IconX aria-hidden="true" size={12} />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** The field for a name, what else is asked for, and what was found. */
export function FilterBar({
  filter,
  onFilter,
  layers,
  field,
  enterFiles,
}: FilterProps &
  WithLayers & {
    readonly field: RefObject<HTMLInputElement | null>;
    /** Moves the focus to the files. */
    readonly enterFiles: () => void;
  }) {
  const { t } = useTranslation();
  const onKeyDown = (event: KeyboardEvent): void => {
    // The first one empties the field, the next one leaves the image.
    if (event.key === 'Escape' && filter.text !== '') {
      event.stopPropagation();
      return onFilter({ ...filter, text: '' });
    }
    if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
    event.preventDefault();
    enterFiles();
  };
  return (
    <>
      <TextInput
        ref={field}
        className={styles['field'] ?? ''}
        type="search"
        role="searchbox"
        aria-label={t('files.filter')}
        placeholder={t('files.filter')}
        leftSection={<IconSearch aria-hidden="true" size={14} />}
        maxLength={MOST_OF_FILE_FILTER}
        value={filter.text}
        onChange={(event) => onFilter({ ...filter, isWasted: false, text: event.currentTarget.value })}
        onKeyDown={onKeyDown}
      />
      <FilterMenu filter={filter} onFilter={onFilter} layers={layers} />
      <Conditions filter={filter} onFilter={onFilter} field={field} />
    </>
  );
}
