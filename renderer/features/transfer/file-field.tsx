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
  readOnly = false,
}: {
  readonly what: 'open' | 'save';
  readonly path: string;
  readonly onPath: (path: string) => void;
  readonly disabled: boolean;
  /** It is shown, and keeps the focus in the dialog. */
  readonly readOnly?: boolean;
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
        readOnly={readOnly}
        autoComplete="off"
        spellCheck={false}
        autoFocus
        data-autofocus
        styles={{ input: { fontFamily: 'var(--mono)', fontSize: 12 } }}
      />
      {folder?.canChoose && (
        <Button variant="default" disabled={disabled || readOnly} onClick={() => void choose().catch(() => {})}>
          {t('transfer.choose')}
        </Button>
      )}
    </div>
  );
}
