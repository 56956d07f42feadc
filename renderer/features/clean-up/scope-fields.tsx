import { SegmentedControl, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './clean-up.module.css';

const namespaceOf = (repository: string): string => repository.slice(0, repository.lastIndexOf('/') + 1);

/** Where the rules apply: this repository, or all repositories whose names begin with a prefix. */
export function ScopeFields({
  repository,
  prefix,
  onPrefix,
}: {
  /** Undefined for the clean-up of a registry. */
  readonly repository: string | undefined;
  readonly prefix: string | null;
  readonly onPrefix: (prefix: string | null) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className={styles['options']}>
      {repository === undefined ? (
        <span>{t('cleanUp.namespace')}</span>
      ) : (
        <SegmentedControl
          size="xs"
          aria-label={t('cleanUp.scope')}
          value={prefix === null ? 'repository' : 'namespace'}
          onChange={(value) => onPrefix(value === 'repository' ? null : namespaceOf(repository))}
          data={[
            { value: 'repository', label: t('cleanUp.thisRepository') },
            { value: 'namespace', label: t('cleanUp.namespace') },
          ]}
        />
      )}
      {prefix === null ? (
        <span className="mono dim cut">{repository}</span>
      ) : (
        <TextInput
          aria-label={t('cleanUp.prefix')}
          value={prefix}
          placeholder={t('cleanUp.allRepositories')}
          onChange={(event) => onPrefix(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mono)', fontSize: 12 } }}
        />
      )}
    </div>
  );
}
