import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { mayRead } from '../../../shared/files/layer-problem.ts';
import { tocReasons } from '../../../shared/files/toc-reason.ts';
import { nameText } from '../../../shared/name-text.ts';
import { isZstd } from '../../../shared/oci/layer-compression.ts';
import { useFormat } from '../../lib/use-format.ts';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import styles from './files.module.css';
import { wasStopped } from './queries.ts';
import { isUnread, problemsOf, type Reading, readLayers, refusalOf, type SharedProblem } from './reading.ts';

/** Numbers of layers that are told one by one. */
const MOST_NAMED = 8;

/** What a problem is about: a name, or a reason in words. */
function detailText(t: TFunction, { why, detail = '' }: SharedProblem): string {
  if (why === 'refused') return t(`files.refusal.${refusalOf(detail)}`, { status: detail });
  const reason = why === 'toc-refused' ? tocReasons.find((one) => one === detail) : undefined;
  return reason === undefined ? nameText(detail) : t(`files.tocReason.${reason}`);
}

/** What is wrong with some layers, in one line. */
function Problem({ problem }: { readonly problem: SharedProblem }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { why, layers, count } = problem;
  const names = format.names(
    layers.map((number) => format.number(number)),
    MOST_NAMED,
  );
  const about = detailText(t, problem);
  const text = t(`files.problem.${why}`, { count, shown: format.number(count), detail: about });
  return <span>{t('files.problemOf', { count: layers.length, layers: names, problem: text })}</span>;
}

/** What a person should know of the layers: those that could not be read, and what was found in the others. */
export function ReadingNotes({
  reading,
  error,
  layerCount,
  name,
  onRead,
}: {
  readonly reading: Reading;
  /** Why the reading ended before its end. */
  readonly error: unknown;
  readonly layerCount: number;
  /** What the image is called where there are notes of another one as well. */
  readonly name?: string;
  readonly onRead: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const isStopped = wasStopped(error);
  const read = readLayers(reading);
  const unread = read.filter(isUnread).length;
  const problems = problemsOf(reading);
  const zstd = read.filter((layer) => isZstd(layer.format)).map(({ number }) => format.number(number));
  if (error === null && problems.length === 0 && zstd.length === 0) return null;
  return (
    <>
      {name !== undefined && <strong>{name}</strong>}
      {isStopped && (
        <Note tone="warn" role="status">
          <strong>{t('files.stopped', { read: format.number(read.length), of: format.number(layerCount) })}</strong>
          <span className={styles['again']}>
            <Button size="compact-sm" variant="default" onClick={onRead}>
              {t('files.readRest')}
            </Button>
          </span>
        </Note>
      )}
      {error !== null && !isStopped && <FailureNote error={error} handlers={{ retry: onRead, refresh: onRead }} />}
      {problems.length > 0 && (
        <Note tone="warn" role="alert">
          {unread > 0 && (
            <strong>
              {unread === layerCount
                ? t('files.failedAll')
                : t('files.failedLayers', { count: unread, failed: format.number(unread), of: format.number(layerCount) })}
            </strong>
          )}
          {problems.map((problem) => (
            <Problem key={problem.why} problem={problem} />
          ))}
          {read.some(mayRead) && error === null && (
            <span className={styles['again']}>
              <Button size="compact-sm" variant="default" onClick={onRead}>
                {t('failure.action.retry')}
              </Button>
            </span>
          )}
        </Note>
      )}
      {zstd.length > 0 && (
        <Note>
          <span>{t('files.zstd', { count: zstd.length, layers: format.names(zstd, MOST_NAMED) })}</span>
        </Note>
      )}
    </>
  );
}
