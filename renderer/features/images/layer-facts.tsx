import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { KnownLayers } from '../../../shared/contract/images.ts';
import { openTag, showFiles, showRepository } from '../../lib/places.ts';
import { useFormat } from '../../lib/use-format.ts';
import { FailureNote } from '../../ui/failure-panel.tsx';
import type { LayerRow } from './layer-rows.ts';
import styles from './layers.module.css';
import { type LayersOf, layerSharingQuery } from './queries.ts';

type KnownLayer = KnownLayers['layers'][number];

/** What a layer unpacks to and how many files that is, as far as it is known, and the way to them. */
export function LayerFiles({ row, known }: { readonly row: LayerRow; readonly known: KnownLayer | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const unpacked = known?.files?.unpacked ?? row.unpacked;
  const files = known?.files;
  return (
    <div className={styles['facts']}>
      <span title={unpacked === undefined ? undefined : format.exactBytes(unpacked)}>
        <span className="dim">{t('layers.unpacked')}</span> {unpacked === undefined ? t('tags.unknown') : format.bytes(unpacked)}
      </span>
      <span>
        <span className="dim">{t('layers.files')}</span> {files ? format.number(files.files) : t('tags.unknown')}
        {files?.isListed && <span className="faint"> {t('layers.isListed')}</span>}
      </span>
      <Button size="compact-sm" variant="default" onClick={() => showFiles({ layer: row.number })}>
        {t(files ? 'layers.showFiles' : 'layers.readFiles')}
      </Button>
    </div>
  );
}

/** Other tags of the repository, and other repositories of the registry, that use a layer: each a way to it. */
export function AlsoIn({ of, digest }: { readonly of: LayersOf; readonly digest: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery(layerSharingQuery(of, digest));
  if (error) return <FailureNote error={error} handlers={{ retry: () => void refetch() }} />;
  if (!data) return <div className={styles['sharing']} aria-busy="true" />;
  const { tags, tagCount, repositories, repositoryCount } = data;
  if (tagCount + repositoryCount === 0) return <p className="dim">{t('layers.alsoInNone')}</p>;
  return (
    <div className={styles['sharing']}>
      {tagCount > 0 && (
        <section aria-label={t('layers.alsoInTags')}>
          <h3>{t('layers.alsoInTags')}</h3>
          <ul aria-label={t('layers.alsoInTags')}>
            {tags.map((tag) => (
              <li key={tag}>
                <button type="button" className={styles['link']} onClick={() => openTag(tag)}>
                  {tag}
                </button>
              </li>
            ))}
            {tagCount > tags.length && <li className="faint">{t('layers.more', { shown: format.number(tagCount - tags.length) })}</li>}
          </ul>
        </section>
      )}
      {repositoryCount > 0 && (
        <section aria-label={t('layers.alsoInRepositories')}>
          <h3>{t('layers.alsoInRepositories')}</h3>
          <ul aria-label={t('layers.alsoInRepositories')}>
            {repositories.map(({ repository, tag, tags: count }) => (
              <li key={repository}>
                <button type="button" className={styles['link']} onClick={() => showRepository(of.connectionId, repository, tag)}>
                  {repository}:{tag}
                </button>
                {count > 1 && <span className="faint"> {t('layers.more', { shown: format.number(count - 1) })}</span>}
              </li>
            ))}
            {repositoryCount > repositories.length && (
              <li className="faint">{t('layers.more', { shown: format.number(repositoryCount - repositories.length) })}</li>
            )}
          </ul>
        </section>
      )}
    </div>
  );
}

/** How many other tags of the repository and how many other repositories use a layer, in a cell. */
export function AlsoInCell({ known }: { readonly known: KnownLayer | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!known) return null;
  const { tags, repositories } = known;
  const parts = [
    tags > 0 && t('layers.tags', { count: tags, shown: format.number(tags) }),
    repositories > 0 && t('layers.repositories', { count: repositories, shown: format.number(repositories) }),
  ].filter((part) => part !== false);
  if (parts.length === 0)
    return (
      <span className="faint" title={t('layers.alsoInNone')}>
        –
      </span>
    );
  return (
    <span title={parts.join(' · ')}>
      {parts[0]}
      {parts.length > 1 && <span className={styles['hideNarrow']}> · {parts[1]}</span>}
    </span>
  );
}
