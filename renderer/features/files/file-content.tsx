import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import type { FileContent as Content, FilesOf } from '../../../shared/contract/files.ts';
import { nameText } from '../../../shared/name-text.ts';
import { useFormat } from '../../lib/use-format.ts';
import { CodeView } from '../../ui/code.ts';
import { FailureNote } from '../../ui/failure-panel.tsx';
import styles from './files.module.css';
import { contentQuery } from './queries.ts';

/** A content that was read, in the way that its bytes allow. */
function Shown({ path, content }: { readonly path: string; readonly content: Content }) {
  const { t } = useTranslation();
  const format = useFormat();
  switch (content.kind) {
    case 'text':
      if (content.size === 0) return <p className="dim">{t('files.emptyFile')}</p>;
      return (
        <>
          {content.encoding !== 'utf-8' && <p className="dim">{t(`files.encoding.${content.encoding}`)}</p>}
          <div className={styles['code']}>
            <CodeView
              text={content.text}
              label={t('files.contentOf', { path: nameText(path) })}
              language={path.endsWith('.json') ? 'json' : 'plain'}
            />
          </div>
        </>
      );
    case 'picture':
      return (
        // The bytes themselves: nothing is loaded for it.
        <img
          className={styles['picture']}
          src={`data:${content.mediaType};base64,${content.data}`}
          alt={t('files.contentOf', { path: nameText(path) })}
        />
      );
    case 'binary':
      return <p className="dim">{t('files.binary')}</p>;
    case 'too-large':
      return <p className="dim">{t('files.tooLarge', { most: format.bytes(content.most) })}</p>;
    default:
      return assertNever(content);
  }
}

/** The content of a file of the merged image, or of one of its layers. It is read when it is shown; leaving it stops that. */
export function FileContent({
  image,
  layer,
  path,
}: {
  readonly image: FilesOf;
  readonly layer: number | undefined;
  readonly path: string;
}) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(contentQuery(image, layer, path));
  if (error) return <FailureNote error={error} handlers={{ retry: () => void refetch() }} />;
  if (data) return <Shown path={path} content={data} />;
  return (
    <div role="status" aria-busy="true" aria-label={t('files.readingFile')} className={styles['waiting']}>
      {[70, 45, 60].map((width) => (
        <Skeleton key={width} height={11} width={`${width}%`} radius={4} />
      ))}
    </div>
  );
}
