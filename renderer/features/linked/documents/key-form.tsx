import { Button, FileButton, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_PEM } from '../../../../shared/linked/pem.ts';
import styles from './documents.module.css';
import { pemProblem } from './pem-problem.ts';

/** Takes a public key or certificates: pasted, or from a file. */
export function KeyForm({ onKey, onCancel }: { readonly onKey: (pem: string) => void; readonly onCancel: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [isTooLarge, setTooLarge] = useState(false);
  const problem = isTooLarge ? 'pemTooLarge' : pemProblem(text);
  const choose = async (file: File | null): Promise<void> => {
    if (!file) return;
    // A larger file is not even read.
    setTooLarge(file.size > MOST_PEM);
    if (file.size <= MOST_PEM) setText(await file.text());
  };
  return (
    <form
      className={styles['keyForm']}
      onSubmit={(event) => {
        event.preventDefault();
        onKey(text);
      }}
    >
      <Textarea
        label={t('document.pem')}
        description={t('document.pemHint')}
        {...{ minRows: 4, maxRows: 8, autosize: true, spellCheck: false, 'data-autofocus': true, autoFocus: true }}
        error={problem && t(`document.${problem}`)}
        styles={{ input: { fontFamily: 'var(--mono)', fontSize: 11 } }}
        value={text}
        onChange={(event) => {
          setTooLarge(false);
          setText(event.currentTarget.value);
        }}
      />
      <div className={styles['buttons']}>
        <Button type="submit" disabled={text.trim() === '' || problem !== undefined}>
          {t('document.verify')}
        </Button>
        <FileButton onChange={(file) => void choose(file)} accept=".pem,.pub,.crt,.cer,.txt">
          {(props) => (
            <Button {...props} variant="default">
              {t('document.pemFile')}
            </Button>
          )}
        </FileButton>
        <Button variant="subtle" onClick={onCancel}>
          {t('document.cancel')}
        </Button>
      </div>
    </form>
  );
}
