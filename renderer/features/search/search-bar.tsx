import { SegmentedControl } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { SearchResult } from '../../../shared/contract/search.ts';
import { exportFile } from '../../lib/export-file.ts';
import type { ShownScope } from '../../lib/places.ts';
import { USUAL_VALUES, type Vocabulary } from '../../lib/query/suggest.ts';
import { saveFile } from '../../lib/save-file.ts';
import { cutMiddle } from '../../lib/text/middle.ts';
import { useFormat } from '../../lib/use-format.ts';
import { ExportButton } from '../../ui/export-button.tsx';
import { QueryField } from '../../ui/query/query-field.tsx';
import { exportText } from './export-results.ts';
import styles from './search.module.css';

const VOCABULARY: Vocabulary = {
  ...USUAL_VALUES,
  platform: () => ['linux/amd64', 'linux/arm64', 'linux/arm/v7', 'windows/amd64'],
  label: () => [],
  digest: () => [],
};

/** Characters of a folder that are shown. */
const FOLDER_LENGTH = 28;

/** Saves the results on screen to a file. */
function ExportResults({
  results,
  isMore,
  connections,
}: {
  readonly results: readonly SearchResult[];
  readonly isMore: boolean;
  readonly connections: readonly Connection[];
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const registryOf = (id: string) => connections.find((one) => one.id === id) ?? { name: '', url: '' };
  return (
    <ExportButton
      className={{ button: styles['export'], hint: styles['exportHint'] }}
      disabled={results.length === 0}
      hint={isMore ? t('search.exportPart', { shown: format.number(results.length) }) : t('tags.exportHint')}
      onChoose={(kind) => {
        const { name, type } = exportFile(kind, 'search-results');
        saveFile(name, type, exportText(kind, results, registryOf));
      }}
    >
      <span className={styles['exportLabel']}>{t('tags.export')}</span>
    </ExportButton>
  );
}

/** The field of a search, where it looks, and what saves its results. */
export function SearchBar({
  connection,
  connections,
  query,
  scope,
  results,
  isMore,
  show,
  onKey,
}: {
  readonly connection: Connection;
  readonly connections: readonly Connection[];
  readonly query: string;
  readonly scope: ShownScope;
  readonly results: readonly SearchResult[];
  readonly isMore: boolean;
  readonly show: (query: string, scope: ShownScope) => void;
  readonly onKey: (event: KeyboardEvent) => void;
}) {
  const { t } = useTranslation();
  const folder = typeof scope === 'string' ? undefined : scope.folder;
  return (
    <div className={styles['bar']}>
      <QueryField
        label={t('search.title')}
        className={styles['field'] ?? ''}
        dataFilter="search"
        disabled={false}
        value={query}
        onChange={(text) => show(text, scope)}
        vocabulary={VOCABULARY}
        onKey={onKey}
      />
      <SegmentedControl
        size="xs"
        aria-label={t('search.scope')}
        value={typeof scope === 'string' ? scope : 'folder'}
        onChange={(value) => value !== 'folder' && show(query, value === 'all' ? 'all' : 'registry')}
        data={[
          { value: 'all', label: t('search.everywhere') },
          { value: 'registry', label: connection.name },
          ...(folder === undefined ? [] : [{ value: 'folder', label: <span title={folder}>{cutMiddle(folder, FOLDER_LENGTH)}</span> }]),
        ]}
      />
      <ExportResults results={results} isMore={isMore} connections={connections} />
    </div>
  );
}
