import { useDebouncedValue } from '@mantine/hooks';
import { useQueries } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_OF_BLOB } from '../../../shared/artifacts/limits.ts';
import type { Layer } from '../../../shared/contract/images.ts';
import type { Pairs } from '../../../shared/oci/manifest.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { FailurePanel } from '../../ui/failure-panel.tsx';
import styles from './artifacts.module.css';
import { fileLines, firstLine, isPackageType, type FileLine as Line } from './file-lines.ts';
import { FileTree } from './file-tree.tsx';
import { FileView, type Read } from './file-view.tsx';
import { contentsQuery } from './queries.ts';

/** Bytes of a blob that is read as soon as it is chosen: a text, in all likelihood. */
const SMALL = 1024 ** 2;
/** ms that the cursor rests on a line before its blob is read. */
const REST = 150;

type Props = {
  readonly connectionId: string;
  readonly repository: string;
  readonly layers: readonly Layer[];
  /** Of the artifact. */
  readonly annotations: Pairs;
  readonly layerCount: number;
  /** The digest of the layer that is shown from the beginning. */
  readonly chosen: string | undefined;
};

/** The lines with what has been read of those that are open or chosen. */
function useLines({ connectionId, repository, layers, annotations, chosen }: Props) {
  const start = chosen === undefined ? -1 : layers.findIndex(({ digest }) => digest === chosen);
  const [open, setOpen] = useState<ReadonlySet<number>>(() => new Set(layers[0] && isPackageType(layers[0]) ? [0] : []));
  const [key, setKey] = useState<string | undefined>(start === -1 ? undefined : `${start}`);
  const [rested] = useDebouncedValue(key, REST);
  const at = rested?.includes(' ') === false ? Number(rested) : -1;
  const queries = useQueries({
    queries: layers.map((layer, i) => ({
      ...contentsQuery(connectionId, repository, layer.digest),
      enabled: layer.size <= (open.has(i) ? MOST_OF_BLOB : at === i || layers.length === 1 ? SMALL : -1),
    })),
  });
  const lines = fileLines({ layers, annotations }, (i) => queries[i]?.data, open);
  const line = lines.find((one) => one.key === key) ?? firstLine(lines);
  const toggle = ({ key: of, level }: Line): void => {
    if (level !== 1) return;
    const next = new Set(open);
    if (!next.delete(Number(of))) next.add(Number(of));
    setOpen(next);
  };
  return { lines, line, setKey, toggle, query: line && queries[Number(line.key.split(' ')[0])] };
}

/** Opens the dialog that saves the blob of a line as it is. */
function saveBlob({ connectionId, repository }: Props, { layer, name }: Line): void {
  const { digest, size } = layer;
  openDialog({ kind: 'save-content', connectionId, repository, content: { kind: 'blob', digest, size, name } });
}

/** The files of an artifact, those in its packages included, and beside them what is in the chosen one. */
export function ArtifactFiles(props: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { lines, line, setKey, toggle, query } = useLines(props);
  const { layers, layerCount } = props;
  const isTooLarge = line !== undefined && line.layer.size > (line.expanded === undefined ? SMALL : MOST_OF_BLOB);
  const read = useMemo((): Read => {
    if (isTooLarge) return { kind: 'read', contents: { kind: 'too-large', limit: line?.expanded === undefined ? SMALL : MOST_OF_BLOB } };
    if (query?.data) return { kind: 'read', contents: query.data };
    if (query?.error)
      return { kind: 'not-read', why: <FailurePanel error={query.error} handlers={{ retry: () => void query.refetch() }} /> };
    const isReading = query?.isFetching === true;
    return { kind: 'not-read', why: isReading && <p className="dim">{t('artifacts.reading')}</p> };
  }, [query, isTooLarge, line, t]);
  if (!line) return <p className={`dim ${styles['none']}`}>{t('layers.noFiles')}</p>;
  return (
    <div className={styles['files']}>
      <div className={styles['side']}>
        <FileTree lines={lines} active={Math.max(0, lines.indexOf(line))} onChoose={({ key }) => setKey(key)} onToggle={toggle} />
        {layerCount > layers.length && (
          <p className="dim">{t('layers.filesCut', { shown: format.number(layers.length), all: format.number(layerCount) })}</p>
        )}
      </div>
      <FileView key={line.key} line={line} read={read} onSave={() => saveBlob(props, line)} />
    </div>
  );
}
