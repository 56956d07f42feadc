import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isRepository, isTag } from '../../../shared/oci/reference.ts';
import styles from './transfer.module.css';

const PLAIN = { autoComplete: 'off', spellCheck: false, styles: { input: { fontFamily: 'var(--mono)', fontSize: 12 } } };

const FIELD_ORDER: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error'];

type Props = {
  readonly repository: string;
  /** A tag, or the pattern of several. */
  readonly tag: string;
  readonly isPattern?: boolean;
  readonly onRepository: (repository: string) => void;
  readonly onTag: (tag: string) => void;
  readonly disabled: boolean;
  /** Both together are not possible, and why. */
  readonly problem?: string | undefined;
};

/** The repository and the tag that an image is transferred to. */
export function TargetFields({ repository, tag, isPattern = false, onRepository, onTag, disabled, problem }: Props) {
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
        label={t(isPattern ? 'transfer.tags' : 'transfer.tag')}
        value={tag}
        onChange={(event) => onTag(event.currentTarget.value)}
        {...(isPattern ? { description: t('change.name.mark'), inputWrapperOrder: FIELD_ORDER } : {})}
        error={!isPattern && tag.trim() !== '' && !isTag(tag.trim()) ? t('retag.invalid') : problem}
        disabled={disabled}
        {...PLAIN}
      />
    </div>
  );
}
