import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { chooseFile, placeQuery } from './queries.ts';
import styles from './transfer.module.css';

/** A file's whole path on the machine where Longshore runs; with the system's own dialog where there is one. */
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
  const { data: place } = useQuery(placeQuery);
  const choose = async (): Promise<void> => {
    const chosen = await chooseFile(what, path || (place?.folder ?? ''));
    if (chosen !== null) onPath(chosen);
  };
  return (
    <div className={styles['file']}>
      <TextInput
        label={t('file.path')}
        value={path}
        onChange={(event) => onPath(event.currentTarget.value)}
        placeholder={place?.folder}
        disabled={disabled}
        autoComplete="off"
        spellCheck={false}
        autoFocus
        data-autofocus
        styles={{ input: { fontFamily: 'var(--mono)', fontSize: 12 } }}
      />
      {place?.canChoose && (
        <Button variant="default" disabled={disabled} onClick={() => void choose().catch(() => {})}>
          {t('file.choose')}
        </Button>
      )}
    </div>
  );
}
