import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCopy, IconDeviceFloppy, IconSearch, type Icon as TablerIcon } from '@tabler/icons-react';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ArtifactContents } from '../../../shared/contract/artifacts.ts';
import { nameText } from '../../../shared/name-text.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { displayText } from '../../../shared/text.ts';
import { copyText } from '../../lib/copy.ts';
import { saveFile } from '../../lib/save-file.ts';
import { useFormat } from '../../lib/use-format.ts';
import { CodeView } from '../../ui/code.ts';
import type { CodeHandle } from '../../ui/code-view.tsx';
import { CopyAtHover } from '../../ui/copy-at-hover.tsx';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { Note } from '../../ui/note.tsx';
import styles from './artifacts.module.css';
import type { FileLine } from './file-lines.ts';
import { packageProblems } from './package-problems.ts';

/** What has been read of the blob of a line: nothing yet, or that it failed is said in its place. */
export type Read = { readonly kind: 'read'; readonly contents: ArtifactContents } | { readonly kind: 'not-read'; readonly why: ReactNode };

const lastPart = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

/** The text of a line, where it is one. */
function textOf(line: FileLine, read: Read): string | undefined {
  if (line.file) return line.file.text;
  return read.kind === 'read' && read.contents.kind === 'text' ? read.contents.text : undefined;
}

/** Why there is no text to show. */
function NoText({ line, read }: { readonly line: FileLine; readonly read: Read }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (line.file) return <p className="dim">{t('artifacts.notText')}</p>;
  if (read.kind === 'not-read') return read.why;
  const { contents } = read;
  switch (contents.kind) {
    case 'package': {
      const { files, problems } = contents;
      return (
        <>
          <p className="dim">{t('artifacts.fileCount', { count: files.length, shown: format.number(files.length) })}</p>
          {problems.length > 0 && (
            <Note tone="warn">
              <strong>{t('artifacts.problems')}</strong>
              {packageProblems(problems).map((problem) => (
                <span key={problem}>{t(`artifacts.problem.${problem}`)}</span>
              ))}
            </Note>
          )}
        </>
      );
    }
    case 'too-large':
      return <p className="dim">{t('artifacts.tooLarge', { limit: format.bytes(contents.limit) })}</p>;
    default:
      return <p className="dim">{t('artifacts.notText')}</p>;
  }
}

function Action({ name, icon: Icon, onClick }: { readonly name: string; readonly icon: TablerIcon; readonly onClick: () => void }) {
  return (
    <Tooltip label={name}>
      <ActionIcon variant="subtle" color="gray" aria-label={name} onClick={onClick}>
        <Icon aria-hidden="true" size={16} />
      </ActionIcon>
    </Tooltip>
  );
}

/** What the chosen line is: its text, or why there is none. */
export function FileView({
  line,
  read,
  onSave,
}: {
  readonly line: FileLine;
  readonly read: Read;
  /** Saves the blob of the line. */
  readonly onSave: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const code = useRef<CodeHandle>(null);
  const text = textOf(line, read);
  const { digest, mediaType } = line.layer;
  const name = lastPart(line.name);
  return (
    <section className={styles['view']} aria-label={line.name}>
      <div className={styles['head']}>
        <strong className="mono cut" title={line.file ? nameText(line.file.path) : line.name}>
          <MiddleCut text={line.name} />
        </strong>
        <span className="dim" title={format.exactBytes(line.size)}>
          {format.bytes(line.size)}
        </span>
        {text !== undefined && (
          <span className={styles['actions']}>
            <Action name={t('manifest.search')} icon={IconSearch} onClick={() => code.current?.toggleSearch()} />
            <Action
              name={t('manifest.copy')}
              icon={IconCopy}
              onClick={() => void copyText(text, t('copy.done', { what: name }), t('copy.refused'))}
            />
            <Action name={t('manifest.save')} icon={IconDeviceFloppy} onClick={() => saveFile(name, 'text/plain', text)} />
          </span>
        )}
        {text === undefined && !line.file && (
          <span className={styles['actions']}>
            <Action name={t('saveContent.action')} icon={IconDeviceFloppy} onClick={onSave} />
          </span>
        )}
      </div>
      {!line.file && (
        <div className={styles['about']}>
          <span className="mono dim">{mediaType}</span>
          <CopyAtHover text={digest} label={t('image.digestOf', { digest: shortDigest(digest) })}>
            <span className="mono dim" title={digest}>
              {shortDigest(digest)}
            </span>
          </CopyAtHover>
        </div>
      )}
      {text === undefined ? (
        <div className={styles['noText']}>
          <NoText line={line} read={read} />
        </div>
      ) : (
        <div className={styles['code']}>
          <CodeView text={displayText(text)} label={line.name} language={name.endsWith('.json') ? 'json' : 'plain'} handle={code} />
        </div>
      )}
    </section>
  );
}
