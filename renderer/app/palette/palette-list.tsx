import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Hits } from '../../ui/hits.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import styles from './palette.module.css';
import type { inGroups, PaletteItem } from './palette-items.ts';

export const LIST = 'palette-list';
export const optionId = (index: number): string => `palette-option-${index}`;

type PaletteListProps = {
  readonly groups: ReturnType<typeof inGroups>;
  readonly selected: number;
  readonly typed: string;
  readonly onChoose: (item: PaletteItem) => void;
};

/** The lines of the palette in their groups. The focus stays in the field, which names the selected one. */
export function PaletteList({ groups, selected, typed, onChoose }: PaletteListProps) {
  const { t } = useTranslation();
  useEffect(() => {
    document.getElementById(optionId(selected))?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  let index = -1;
  return (
    <div id={LIST} role="listbox" aria-label={t('palette.title')} className={styles['list']}>
      {groups.map(([group, items]) => (
        <div key={group} role="group" aria-label={t(`palette.group.${group}`)}>
          <div className={styles['group']} aria-hidden="true">
            {t(`palette.group.${group}`)}
          </div>
          {items.map((item) => {
            index++;
            return (
              // The keys are those of the field (aria-activedescendant).
              <div
                key={item.id}
                id={optionId(index)}
                role="option"
                aria-selected={index === selected}
                className={styles['option']}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onChoose(item)}
              >
                <span className="cut" title={item.label}>
                  <Hits text={item.label} typed={typed} />
                </span>
                <span className={`${styles['detail']} cut`} title={item.detail}>
                  {item.detail}
                </span>
                {item.keys !== undefined && <KeyHint keys={item.keys} />}
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}
