import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilesOf } from '../../../shared/contract/files.ts';
import type { Layer } from '../../../shared/contract/images.ts';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Figures } from './figures.tsx';
import { FileMenu } from './file-actions.tsx';
import { FileGrid, type FileMenuTarget } from './file-grid.tsx';
import { keyOf } from './file-lines.ts';
import styles from './files.module.css';
import { filterIn, NO_FILTER } from './filter.ts';
import { FilterBar } from './filter-bar.tsx';
import { Preview } from './preview.tsx';
import { isUnread, type Reading, readLayers } from './reading.ts';
import { ShowChoice } from './show-choice.tsx';
import { useFileList } from './use-file-list.ts';

/** The tree of files with its filter, and beside it what is chosen. */
export function FilesView({
  image,
  layers,
  reading,
  notes,
  onCheck,
}: {
  readonly image: FilesOf;
  readonly layers: readonly Layer[];
  readonly reading: Reading;
  readonly notes: ReactNode;
  /** Reads all layers, and holds their tables of contents against them. */
  readonly onCheck: () => void;
}) {
  const { t } = useTranslation();
  const [layer, setLayer] = useState<number>();
  const [filter, setFilter] = useState(NO_FILTER);
  const [chosen, setChosen] = useState<string>();
  const [menu, setMenu] = useState<FileMenuTarget>();
  const field = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const asked = filterIn(filter, layer);
  const { lines, toggle, isFlat, list, words } = useFileList(image, layer, asked);
  const shown = lines.find((line) => keyOf(line) === chosen);
  // What is true stands above.
  if (readLayers(reading).every(isUnread)) return <div className={styles['alone']}>{notes}</div>;
  const focusFiles = (): void => grid.current?.focus();
  return (
    <div className={styles['tab']}>
      <div className={styles['bar']}>
        <FilterBar
          filter={asked}
          onFilter={(next) =>
            setFilter(layer === undefined ? next : { ...filter, ...next, changedIn: filter.changedIn, withDeleted: filter.withDeleted })
          }
          layers={layer === undefined && layers.length > 1 ? layers : []}
          field={field}
          enterFiles={focusFiles}
        />
        <ShowChoice layers={layers} value={layer} onChange={setLayer} />
      </div>
      <div className={`${styles['figures']} dim`}>
        <Figures reading={reading} layer={layer} onCheck={onCheck} onWasted={() => setFilter({ ...NO_FILTER, isWasted: true })} />
      </div>
      <div className={styles['notes']}>
        {notes}
        {isFlat && list.error && <FailureNote error={list.error} handlers={{ retry: () => void list.refetch() }} />}
      </div>
      <div className={styles['split']}>
        {isFlat && list.data?.count === 0 ? (
          <p className={`${styles['empty']} dim`}>{t('files.noneFound')}</p>
        ) : (
          <FileGrid
            ref={grid}
            lines={lines}
            chosen={chosen}
            words={words}
            isBusy={isFlat && list.isFetching}
            onChoose={setChosen}
            onToggle={toggle}
            onMenu={setMenu}
          />
        )}
        {shown && (shown.kind === 'entry' || shown.kind === 'wasted') && (
          <Preview
            key={chosen}
            image={image}
            layer={layer}
            line={shown}
            layers={layers}
            onClose={() => {
              setChosen(undefined);
              focusFiles();
            }}
          />
        )}
      </div>
      {menu && (
        <FileMenu
          target={menu}
          onClose={() => {
            setMenu(undefined);
            focusFiles();
          }}
        />
      )}
    </div>
  );
}
