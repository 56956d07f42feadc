import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isRepository, isTag } from '../../../shared/oci/reference.ts';
import styles from './transfer.module.css';

const PLAIN = { autoComplete: 'off', spellCheck: false, styles: { input: { fontFamily: 'var(--mono)', fontSize: 12 } } };

type Props = {
  readonly repository: string;
  readonly tag: string;
  readonly onRepository: (repository: string) => void;
  readonly onTag: (tag: string) => void;
  readonly disabled: boolean;
  /** Both together are not possible, and why. */
  readonly problem?: string | undefined;
};

/** The repository and the tag that an image is transferred to. */
export function TargetFields({ repository, tag, onRepository, onTag, disabled, problem }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles['two']}>
      <TextInput
        label={t('transfer.repository')}
        value={repository}
        onChange={(event) => onRepository(event.currentTarget.value)}
        error={repository.trim() !== '' && !isRepository(repository.trim()) ? t('transfer.badRepository') : undefined}
        disabled={disabled}
        {...PLAIN}
      />
      <TextInput
        label={t('transfer.tag')}
        value={tag}
        onChange={(event) => onTag(event.currentTarget.value)}
        error={tag.trim() !== '' && !isTag(tag.trim()) ? t('retag.invalid') : problem}
        disabled={disabled}
        {...PLAIN}
      />
    </div>
  );
}
