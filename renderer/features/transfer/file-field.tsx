import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { chooseFile, folderQuery } from './queries.ts';
import styles from './transfer.module.css';

/** The whole path of a file on the machine where Longshore runs, with the system's dialog where there is one. */
export function FileField({
  what,
  path,
  onPath,
  disabled,
}: {
  readonly what: 'open' | 'save';
  readonly path: string;
  readonly onPath: (path: string) => void;
  readonly disabled: boolean;
}) {
  const { t } = useTranslation();
  const { data: folder } = useQuery(folderQuery);
  const choose = async (): Promise<void> => {
    const chosen = await chooseFile(what, path || (folder?.folder ?? ''));
    if (chosen !== null) onPath(chosen);
  };
  return (
    <div className={styles['file']}>
      <TextInput
        label={t('transfer.file')}
        value={path}
        onChange={(event) => onPath(event.currentTarget.value)}
        placeholder={folder?.folder}
        disabled={disabled}
        autoComplete="off"
        spellCheck={false}
        autoFocus
        data-autofocus
        styles={{ input: { fontFamily: 'var(--mono)', fontSize: 12 } }}
      />
      {folder?.canChoose && (
        <Button variant="default" disabled={disabled} onClick={() => void choose().catch(() => {})}>
          {t('transfer.choose')}
        </Button>
      )}
    </div>
  );
}
