import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FileRow, FilesOf } from '../../../shared/contract/files.ts';
import type { Layer } from '../../../shared/contract/images.ts';
import { nameText } from '../../../shared/name-text.ts';
import { displayText } from '../../../shared/text.ts';
import { useFormat } from '../../lib/use-format.ts';
import { saveContent, useCopyPath } from './file-actions.tsx';
import { FileContent } from './file-content.tsx';
import { isImplied, type ShownLine, whereIs } from './file-lines.ts';
import styles from './files.module.css';
import { pathOfTarget } from './link-target.ts';
import { modeText } from './mode-text.ts';
import { contentOfLine, hasContent } from './saved-content.ts';
import { WhereElse } from './where-else.tsx';

type Step = { readonly number: number; readonly what: 'added' | 'changed' | 'deleted' | 'replaced' | 'overwritten' };

/** What the layers did to a file, in their order. A folder that no layer names has none. */
function stepsOf(line: ShownLine): readonly Step[] {
  if (line.kind === 'wasted')
    return [
      { number: line.file.layer, what: 'added' },
      { number: line.file.by, what: line.file.how },
    ];
  const { layers, change, replacedIn, deletedIn } = line.entry;
  // In one layer it is that layer's change.
  const own = deletedIn === undefined ? change : undefined;
  return [
    ...layers.map((number, i): Step => ({ number, what: own ?? (i === 0 ? 'added' : 'changed') })),
    ...(deletedIn === undefined ? [] : [{ number: deletedIn, what: 'deleted' } as const]),
    ...(replacedIn === undefined ? [] : [{ number: replacedIn, what: 'replaced' } as const]),
  ];
}

/** The layers that wrote a file, each with its instruction. */
function Steps({ steps, layers }: { readonly steps: readonly Step[]; readonly layers: readonly Layer[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ul className={styles['steps']} aria-label={t('files.steps')}>
      {steps.map(({ number, what }) => {
        const instruction = displayText(layers[number - 1]?.instruction ?? '');
        return (
          <li key={`${what} ${number}`}>
            {t(`files.in.${what}`, { number: format.number(number) })}
            {instruction !== '' && (
              <code className="mono cut" title={instruction}>
                {instruction}
              </code>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Size, mode and owner, and where a link leads. */
function Facts({ entry, onFollow }: { readonly entry: FileRow; readonly onFollow: (path: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { kind, size, files, mode, user, uid, group, gid, target } = entry;
  const owner = [user || uid, group || gid].join(':');
  return (
    <>
      <p className="dim">
        <span title={format.exactBytes(size)}>{format.bytes(size)}</span>
        {files !== undefined && <> · {t('files.filesIn', { count: files, shown: format.number(files) })}</>}
        {!isImplied(entry) && (
          <>
            {' '}
            · <span className="mono">{modeText(kind, mode)}</span> · <span title={`${uid}:${gid}`}>{nameText(owner)}</span>
          </>
        )}
      </p>
      {isImplied(entry) && <p className="dim">{t('files.implied')}</p>}
      {target !== undefined && target !== '' && (
        <p className="dim">
          {t(kind === 'hardlink' ? 'files.hardLinkTo' : 'files.linkTo')}{' '}
          <button type="button" className={`${styles['link']} mono`} onClick={() => onFollow(pathOfTarget(entry))}>
            {nameText(target)}
          </button>
        </p>
      )}
    </>
  );
}

/** What is to be known of the chosen file, and what is in it, beside the tree. */
export function Preview({
  image,
  layer,
  line,
  layers,
  isAsked,
  onAsk,
  onFollow,
  onClose,
}: {
  readonly image: FilesOf;
  /** The one layer that is shown. */
  readonly layer: number | undefined;
  readonly line: ShownLine;
  readonly layers: readonly Layer[];
  /** It is told who else has such a file. */
  readonly isAsked: boolean;
  readonly onAsk: (isAsked: boolean) => void;
  /** Shows what a link leads to. */
  readonly onFollow: (path: string) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const copyPath = useCopyPath();
  const isFolder = line.kind === 'entry' && line.entry.kind === 'folder';
  const content = contentOfLine(image.digest, layer, line);
  return (
    <aside className={styles['preview']} aria-label={t('files.preview')}>
      <div className={styles['previewHead']}>
        <strong className="mono">{`/${nameText(line.path)}`}</strong>
        <ActionIcon variant="subtle" color="gray" size={24} aria-label={t('files.closePreview')} onClick={onClose}>
          <IconX aria-hidden="true" size={15} />
        </ActionIcon>
      </div>
      {line.kind === 'entry' && <Facts entry={line.entry} onFollow={onFollow} />}
      {!isFolder && <Steps steps={stepsOf(line)} layers={layers} />}
      <div className={styles['previewActions']}>
        {content && (
          <Button size="compact-sm" variant="default" onClick={() => saveContent(image, content)}>
            {t(isFolder ? 'saveContent.folder' : 'saveContent.action')}
          </Button>
        )}
        <Button size="compact-sm" variant="default" onClick={() => copyPath(line.path)}>
          {t('files.copyPath')}
        </Button>
        {!isFolder && (
          <Button size="compact-sm" variant="default" aria-expanded={isAsked} onClick={() => onAsk(!isAsked)}>
            {t('files.whereElse')}
          </Button>
        )}
      </div>
      {isAsked && !isFolder && <WhereElse name={line.path.slice(line.path.lastIndexOf('/') + 1)} />}
      {hasContent(line) && <FileContent key={line.path} image={image} layer={whereIs(line, layer).layer} path={line.path} />}
    </aside>
  );
}
