import {
  IconArrowRight,
  IconDots,
  IconFile,
  IconFolder,
  IconLink,
  IconMinus,
  IconPlus,
  type IconProps,
  IconTilde,
} from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileRow as Entry, FileChange } from '../../../shared/contract/files.ts';
import { nameText } from '../../../shared/name-text.ts';
import { layerColour } from '../../lib/digest-colour.ts';
import type { Format } from '../../lib/text/format.ts';
import { hitsOfWords } from '../../lib/text/hits.ts';
import { useFormat } from '../../lib/use-format.ts';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import type { MenuPoint } from '../../ui/row-menu.tsx';
import { TreeChevron } from '../../ui/tree-chevron.tsx';
import { type FileLine, isImplied } from './file-lines.ts';
import styles from './files.module.css';
import { modeText } from './mode-text.ts';

type EntryLine = Extract<FileLine, { kind: 'entry' }>;
type WastedLine = Extract<FileLine, { kind: 'wasted' }>;

/** Layers whose numbers are told one by one. */
const MOST_LAYERS = 4;

const MARKS: Readonly<Record<FileChange, ComponentType<IconProps>>> = { added: IconPlus, changed: IconTilde, deleted: IconMinus };

function iconOf(kind: Entry['kind']): ComponentType<IconProps> {
  return kind === 'folder' ? IconFolder : kind === 'symlink' || kind === 'hardlink' ? IconLink : IconFile;
}

/** The text of a name with what was looked for marked. */
function NameText({ text, words }: { readonly text: string; readonly words: string }) {
  const name = nameText(text);
  return (
    <span className={styles['nameText']}>
      <MiddleCut text={name} pieces={hitsOfWords(name, words.split(/\s+/).filter(Boolean))} />
    </span>
  );
}

/** What a layer does with a file, as a sign and in words. */
function ChangeMark({ change }: { readonly change: FileChange }) {
  const { t } = useTranslation();
  const Mark = MARKS[change];
  const name = t(`files.change.${change}`);
  return (
    <span className={styles['mark']} data-change={change} title={name}>
      <Mark size={12} aria-hidden="true" />
      <span className={styles['unseen']}>{name} </span>
    </span>
  );
}

function Name({ line, words, onToggle }: { readonly line: EntryLine; readonly words: string; readonly onToggle: () => void }) {
  const { entry, expanded } = line;
  const Icon = iconOf(entry.kind);
  const target = entry.target === undefined ? '' : nameText(entry.target);
  return (
    <span role="gridcell" data-column="name" className={styles['name']} style={{ paddingLeft: (line.level - 1) * 16 }}>
      <TreeChevron expanded={expanded} className={styles['chevron']} onToggle={onToggle} />
      <Icon aria-hidden="true" size={15} className={styles['icon']} />
      {entry.change && <ChangeMark change={entry.change} />}
      <NameText text={line.name} words={words} />
      {target !== '' && (
        <span className={`${styles['target']} faint cut`} title={target}>
          <IconArrowRight aria-hidden="true" size={12} /> {target}
        </span>
      )}
    </span>
  );
}

/** The layers of a line; `text` says more than their numbers. */
function LayerCell({ layers, text }: { readonly layers: readonly number[]; readonly text?: string | undefined }) {
  const format = useFormat();
  const last = layers.at(-1);
  return (
    <span role="gridcell" data-column="layer" className="cut" title={text}>
      {last !== undefined && <i aria-hidden="true" className={styles['swatch']} style={{ background: layerColour(last - 1) }} />}
      {text ??
        format.names(
          layers.map((number) => format.number(number)),
          MOST_LAYERS,
        )}
    </span>
  );
}

/** Mode and owner; neither of a folder that is only on the way to others. */
function OwnerCells({ facts }: { readonly facts: Pick<Entry, 'kind' | 'mode' | 'user' | 'uid' | 'gid'> | undefined }) {
  const { t } = useTranslation();
  const instead = facts ? undefined : t('files.implied');
  return (
    <>
      <span role="gridcell" data-column="mode" className="mono" title={instead}>
        {facts && modeText(facts.kind, facts.mode)}
      </span>
      <span role="gridcell" data-column="owner" className="cut" title={facts ? `${facts.uid}:${facts.gid}` : instead}>
        {facts && nameText(facts.user || String(facts.uid))}
      </span>
    </>
  );
}

/** What later layers did to a row. */
function fateOf(t: TFunction, format: Format, { layers, replacedIn, deletedIn }: Entry): string | undefined {
  if (replacedIn !== undefined) return t('files.replacedIn', { number: format.number(replacedIn) });
  if (deletedIn === undefined) return undefined;
  const written = format.names(
    layers.map((number) => format.number(number)),
    MOST_LAYERS,
  );
  // A folder on the way to others was written by none.
  const by = format.number(deletedIn);
  return written === '' ? t('files.deletedIn', { by }) : t('files.wastedBy.deleted', { layer: written, by });
}

function EntryCells({ line, words, onToggle }: { readonly line: EntryLine; readonly words: string; readonly onToggle: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { kind, size, mode, user, uid, gid, layers } = line.entry;
  const hasSize = kind === 'file' || kind === 'folder' || kind === 'hardlink';
  return (
    <>
      <Name line={line} words={words} onToggle={onToggle} />
      <span role="gridcell" data-column="size" title={hasSize ? format.exactBytes(size) : undefined}>
        {hasSize && format.bytes(size)}
      </span>
      <OwnerCells facts={isImplied(line.entry) ? undefined : { kind, mode, user, uid, gid }} />
      <LayerCell layers={layers} text={fateOf(t, format, line.entry)} />
    </>
  );
}

function WastedCells({ line, words }: { readonly line: WastedLine; readonly words: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { size, layer, how, by } = line.file;
  return (
    <>
      <span role="gridcell" data-column="name" className={styles['name']}>
        <i className={styles['chevron']} />
        <IconFile aria-hidden="true" size={15} className={styles['icon']} />
        <NameText text={line.name} words={words} />
      </span>
      <span role="gridcell" data-column="size" title={format.exactBytes(size)}>
        {format.bytes(size)}
      </span>
      <OwnerCells facts={{ ...line.file, kind: 'file' }} />
      <LayerCell layers={[layer]} text={t(`files.wastedBy.${how}`, { layer: format.number(layer), by: format.number(by) })} />
    </>
  );
}

/** What stands in place of files. */
function Instead({ line }: { readonly line: Exclude<FileLine, EntryLine | WastedLine> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isRoot = line.kind === 'empty' && line.path === '';
  return (
    <span role="gridcell" aria-colspan={5} className={`${styles['instead']} dim`} style={{ paddingLeft: line.level * 16 + 8 }}>
      {line.kind === 'more'
        ? t('files.more', { count: line.count, shown: format.number(line.count) })
        : t(`files.line.${isRoot ? 'nothing' : line.kind}`)}
    </span>
  );
}

type MenuAt = MenuPoint & { readonly side: 'start' | 'end' };

/** Opens the menu of a line. The keys of the grid do, too: it is no stop of the Tab key. */
function MenuButton({ path, onMenu }: { readonly path: string; readonly onMenu: (at: MenuAt) => void }) {
  const { t } = useTranslation();
  return (
    <span role="gridcell" className={styles['actions']}>
      <button
        type="button"
        tabIndex={-1}
        aria-label={t('files.actions', { path: `/${nameText(path)}` })}
        onClick={(event) => {
          event.stopPropagation();
          const box = event.currentTarget.getBoundingClientRect();
          onMenu({ x: box.right, y: box.bottom, side: 'end' });
        }}
      >
        <IconDots size={15} aria-hidden="true" />
      </button>
    </span>
  );
}

/** A line of the tree: a file or a folder with its facts, or what stands in place of some. */
export function FileRow({
  id,
  line,
  index,
  top,
  words,
  isActive,
  isChosen,
  onOpen,
  onToggle,
  onMenu,
  onDrag,
}: {
  readonly id: string;
  readonly line: FileLine;
  readonly index: number;
  readonly top: number;
  readonly words: string;
  readonly isActive: boolean;
  readonly isChosen: boolean;
  readonly onOpen: () => void;
  readonly onToggle: () => void;
  readonly onMenu: (at: MenuAt) => void;
  /** Where it can be dragged out of the window. */
  readonly onDrag: (() => void) | undefined;
}) {
  const isFile = line.kind === 'entry' || line.kind === 'wasted';
  return (
    // The grid handles the keys (aria-activedescendant).
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-level={line.level}
      aria-selected={isChosen}
      {...(line.expanded === undefined ? {} : { 'aria-expanded': line.expanded })}
      className={`${styles['line']} ${styles['row']}`}
      data-active={isActive}
      data-deleted={line.kind === 'entry' && line.entry.change === 'deleted'}
      style={{ top }}
      title={isFile ? `/${nameText(line.path)}` : undefined}
      draggable={onDrag !== undefined}
      onDragStart={(event) => {
        // The system drags the file, not the page its row.
        event.preventDefault();
        onDrag?.();
      }}
      // The second click of a double click would close the folder that the first one opened.
      onClick={({ detail }) => detail < 2 && onOpen()}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu({ x: event.clientX, y: event.clientY, side: 'start' });
      }}
    >
      {line.kind === 'entry' ? (
        <EntryCells line={line} words={words} onToggle={onToggle} />
      ) : line.kind === 'wasted' ? (
        <WastedCells line={line} words={words} />
      ) : (
        <Instead line={line} />
      )}
      {isFile && <MenuButton path={line.path} onMenu={onMenu} />}
    </div>
  );
}
