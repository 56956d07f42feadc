import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import { parseReference, repositoryAt } from '../../../shared/oci/reference.ts';
import { showRepository } from '../../lib/places.ts';
import styles from './repositories.module.css';

/** Asks for the name of a repository: many registries do not list theirs. */
export function RepositoryPrompt({ connection, why }: { readonly connection: Connection; readonly why: string | undefined }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const reference = parseReference(text);
  const repository = reference && repositoryAt(connection.url, reference);
  const problem =
    text.trim() === ''
      ? undefined
      : !reference
        ? t('repositories.invalid')
        : repository === undefined
          ? t('repositories.elsewhere', { host: reference.host ?? '' })
          : undefined;
  const open = (event: FormEvent): void => {
    event.preventDefault();
    if (repository !== undefined) showRepository(connection.id, repository, reference?.tag ?? null);
  };
  return (
    <form onSubmit={open}>
      {why !== undefined && <div className={styles['heading']}>{t('repositories.title')}</div>}
      <div className={styles['message']}>
        <span>{why === undefined ? t('repositories.none') : t('repositories.notListed', { why })}</span>
        <TextInput
          label={t('repositories.open')}
          placeholder="team/api"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={problem}
        />
        <Button type="submit" disabled={repository === undefined}>
          {t('repositories.openAction')}
        </Button>
      </div>
    </form>
  );
}
