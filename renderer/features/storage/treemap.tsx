import { VisuallyHidden } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, type MouseEvent, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StorageGroup, StorageScope } from '../../../shared/contract/storage.ts';
import { tileColour } from '../../lib/digest-colour.ts';
import { isFocusLost } from '../../lib/last-focus.ts';
import type { Format } from '../../lib/text/format.ts';
import { useFormat } from '../../lib/use-format.ts';
import { groupKey, nameOf, type TileGroup } from './groups.ts';
import styles from './storage.module.css';
import { type Direction, layoutTreemap, neighbour, type Tile } from './treemap-layout.ts';

const ARROWS: Readonly<Record<string, Direction>> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };
type Shown = Tile<TileGroup>;

/** px below which a tile has no room for a name that is cut, or for a second line. */
const NAMED = { width: 72, height: 22 };
const TWO_LINES = { width: 72, height: 42 };
/** About the px of a character, and of the space around a name. */
const CHARACTER = 8;
const AROUND = 16;

/** Two letters and three dots say nothing: a name stands where it fits, or where enough of it does. */
const hasName = (name: string, { width, height }: Shown): boolean =>
  height >= NAMED.height && width >= Math.min(NAMED.width, AROUND + name.length * CHARACTER);

/** What is chosen of the groups, in the treemap and in its table. */
export type Choice = {
  readonly chosen: ReadonlySet<string>;
  /** Chooses this group alone, or where `adds` it besides the others; chosen already, it is let go. */
  readonly choose: (group: StorageGroup, adds: boolean) => void;
  readonly open: (group: StorageGroup) => void;
  readonly up: (() => void) | undefined;
  /** The folder or repository that was left for this place above it. */
  readonly cameFrom: string | undefined;
};

/** The one group that a tile stands for. */
function groupOf({ items }: Shown): StorageGroup | undefined {
  const [item] = items;
  return items.length === 1 && item?.kind === 'group' ? item.group : undefined;
}

/** How many groups a tile stands for that has no group of its own. */
const countIn = ({ items }: Shown): number => items.reduce((sum, item) => sum + (item.kind === 'rest' ? item.count : 1), 0);

function useNames(scope: StorageScope, format: Format) {
  const { t } = useTranslation();
  return (tile: Shown): string => {
    const group = groupOf(tile);
    if (group) return nameOf(group, scope);
    const [item] = tile.items;
    return tile.items.length === 1 && item?.kind === 'shared'
      ? t('storage.sharedTile')
      : t('storage.rest', { shown: format.number(countIn(tile)) });
  };
}

const bytesOf = ({ items }: Shown): number => items.reduce((sum, { bytes }) => sum + bytes, 0);

type TileProps = {
  readonly tile: Shown;
  readonly index: number;
  readonly name: string;
  readonly isCurrent: boolean;
  readonly isChosen: boolean;
  readonly onClick: (event: MouseEvent) => void;
  readonly onDoubleClick: () => void;
  readonly onFocus: () => void;
};

function TileBox({ tile, index, name, isCurrent, isChosen, ...events }: TileProps) {
  const format = useFormat();
  const { x: left, y: top, width, height } = tile;
  const group = groupOf(tile);
  const size = bytesOf(tile);
  const isNamed = hasName(name, tile);
  const hasTwoLines = width >= TWO_LINES.width && height >= TWO_LINES.height;
  return (
    <div
      role="option"
      aria-selected={isChosen}
      aria-disabled={group === undefined}
      tabIndex={isCurrent ? 0 : -1}
      data-index={index}
      data-plain={group === undefined}
      data-named={isNamed}
      className={styles['tile']}
      style={{ left, top, width, height, ...(group ? { background: tileColour(index) } : {}) }}
      title={`${name}\n${format.exactBytes(size)}`}
      {...events}
    >
      {isNamed ? <span className="cut">{name}</span> : <VisuallyHidden>{name}</VisuallyHidden>}
      {hasTwoLines ? <small className="cut">{format.bytes(size)}</small> : <VisuallyHidden>{format.bytes(size)}</VisuallyHidden>}
    </div>
  );
}

/** What a scope takes as areas. The table below it says the same. */
export function Treemap({
  groups,
  scope,
  choice,
}: {
  readonly groups: readonly TileGroup[];
  readonly scope: StorageScope;
  readonly choice: Choice;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const tiles = useMemo(() => layoutTreemap(groups, { width, height }, ({ kind }) => kind === 'rest'), [groups, width, height]);
  const names = useNames(scope, format);
  const { cameFrom } = choice;
  const [current, setCurrent] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const at = Math.min(current, Math.max(0, tiles.length - 1));
  const focus = (index: number | undefined): void => {
    if (index !== undefined) list.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus();
  };
  const isShown = tiles.length > 0;
  // Whoever came here by key from an area or a line that is no longer there goes on with what was left, or else with the first.
  const goOn = useEffectEvent((): void => {
    if (isFocusLost()) focus(Math.max(0, cameFrom === undefined ? 0 : tiles.findIndex((tile) => groupOf(tile)?.key === cameFrom)));
  });
  useEffect(() => {
    if (isShown) goOn();
  }, [isShown]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const tile = tiles[at];
    const group = tile && groupOf(tile);
    const direction = ARROWS[event.key];
    if (direction) focus(neighbour(tiles, at, direction));
    else if (event.key === 'Home') focus(0);
    else if (event.key === 'End') focus(tiles.length - 1);
    else if (event.key === ' ' && group) choice.choose(group, true);
    else if (event.key === 'Enter' && group) choice.open(group);
    else if (event.key === 'Backspace' && choice.up) choice.up();
    else return;
    event.preventDefault();
  };
  const isLayers = groups[0]?.kind === 'group' && groups[0].group.kind === 'layer';
  return (
    <figure className={styles['figure']} aria-label={t('storage.treemap')}>
      <div ref={ref} className={styles['treemap']}>
        <div ref={list} role="listbox" aria-multiselectable="true" aria-label={t('storage.treemap')} title="" onKeyDown={onKeyDown}>
          {tiles.map((tile, index) => {
            const group = groupOf(tile);
            return (
              <TileBox
                key={group ? groupKey(group) : `${tile.items[0]?.kind} ${tile.items.length}`}
                tile={tile}
                index={index}
                name={names(tile)}
                isCurrent={index === at}
                isChosen={group !== undefined && choice.chosen.has(groupKey(group))}
                onClick={(event) => group && choice.choose(group, event.ctrlKey || event.metaKey || event.shiftKey)}
                onDoubleClick={() => group && choice.open(group)}
                onFocus={() => setCurrent(index)}
              />
            );
          })}
        </div>
      </div>
      <figcaption className="faint">
        {format.sentences([t(isLayers ? 'storage.areaLayer' : 'storage.areaUnique'), t('storage.keys')])}
      </figcaption>
    </figure>
  );
}
