import { Button } from '@mantine/core';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilesOf } from '../../../shared/contract/files.ts';
import type { Layer } from '../../../shared/contract/images.ts';
import { nameText } from '../../../shared/name-text.ts';
import type { Place } from '../../../shared/place.ts';
import { useFormat } from '../../lib/use-format.ts';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import { dragOut } from './drag-out.ts';
import { Figures } from './figures.tsx';
import { FileMenu } from './file-actions.tsx';
import { FileGrid, type FileMenuTarget } from './file-grid.tsx';
import { keyOf, type ShownLine } from './file-lines.ts';
import styles from './files.module.css';
import { filterIn, NO_FILTER } from './filter.ts';
import { FilterBar } from './filter-bar.tsx';
import { Preview } from './preview.tsx';
import { isUnread, type Reading, readLayers } from './reading.ts';
import { SaveAll } from './save-all.tsx';
import { ShowChoice } from './show-choice.tsx';
import { useFileList } from './use-file-list.ts';
import { usePlaceInFiles, useShownFile } from './use-shown-file.ts';

type Props = {
  readonly image: FilesOf;
  /** The image as a link names it. */
  readonly reference: NonNullable<Place['reference']>;
  readonly layers: readonly Layer[];
  readonly reading: Reading;
  readonly notes: ReactNode;
  /** Reads all layers, and holds their tables of contents against them. */
  readonly onCheck: () => void;
};

/** That the file which a link leads to is not there. */
function GoneNote({ path, layer, onClose }: { readonly path: string; readonly layer: number | undefined; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = `/${nameText(path)}`;
  return (
    <Note tone="warn" role="alert">
      <span>
        {layer === undefined ? t('files.gone', { path: shown }) : t('files.goneInLayer', { path: shown, number: format.number(layer) })}
      </span>
      <span className={styles['again']}>
        <Button size="compact-sm" variant="default" onClick={onClose}>
          {t('dialog.close')}
        </Button>
      </span>
    </Note>
  );
}

/** The tree of files with its filter, and beside it what is chosen. */
export function FilesView({ image, reference, layers, reading, notes, onCheck }: Props) {
  const { t } = useTranslation();
  const { layer, path } = usePlaceInFiles(layers.length);
  const [filter, setFilter] = useState(NO_FILTER);
  const [menu, setMenu] = useState<FileMenuTarget>();
  const [asked, setAsked] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const used = filterIn(filter, layer);
  const { lines, toggle, isFlat, list, words } = useFileList(image, layer, used, path);
  const { chosen, shown, isGone, choose, close, showLayer, showIn } = useShownFile(image, layer, path, lines);
  // What is true stands above.
  if (readLayers(reading).every(isUnread)) return <div className={styles['alone']}>{notes}</div>;
  const focusFiles = (): void => grid.current?.focus();
  return (
    <div className={styles['tab']}>
      <div className={styles['bar']}>
        <FilterBar
          filter={used}
          onFilter={(next) =>
            setFilter(layer === undefined ? next : { ...filter, ...next, changedIn: filter.changedIn, withDeleted: filter.withDeleted })
          }
          layers={layer === undefined && layers.length > 1 ? layers : []}
          field={field}
          enterFiles={focusFiles}
        />
        <ShowChoice layers={layers} value={layer} onChange={showLayer} />
        <SaveAll image={image} layer={layer} />
      </div>
      <div className={`${styles['figures']} dim`}>
        <Figures reading={reading} layer={layer} onCheck={onCheck} onWasted={() => setFilter({ ...NO_FILTER, isWasted: true })} />
      </div>
      <div className={styles['notes']}>
        {notes}
        {isGone && path !== undefined && <GoneNote path={path} layer={layer} onClose={close} />}
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
            onChoose={choose}
            onToggle={toggle}
            onMenu={setMenu}
            onDrag={(line) => void dragOut(t, image, layer, line)}
          />
        )}
        {shown && (
          <Preview
            key={keyOf(shown)}
            image={image}
            layer={layer}
            line={shown}
            layers={layers}
            isAsked={asked === keyOf(shown)}
            onAsk={(isAsked) => setAsked(isAsked ? keyOf(shown) : undefined)}
            onFollow={(path) => showIn(layer, path)}
            onClose={() => {
              close();
              focusFiles();
            }}
          />
        )}
      </div>
      {menu && (
        <FileMenu
          target={menu}
          image={image}
          reference={reference}
          layer={layer}
          onPreview={choose}
          onWhereElse={(line: ShownLine) => {
            choose(line);
            setAsked(keyOf(line));
          }}
          onShowIn={(next, file) => {
            setFilter(NO_FILTER);
            showIn(next, file);
          }}
          onClose={() => {
            setMenu(undefined);
            focusFiles();
          }}
        />
      )}
    </div>
  );
}
