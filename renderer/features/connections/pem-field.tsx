import { Button, FileButton, Textarea } from '@mantine/core';
import { type DragEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './connections.module.css';
import { type Pem, splitPem } from './pem.ts';

/** No certificate or key is larger; a larger file is something else. */
const LIMIT = 256 * 1024;

type Problem = 'pemTooLarge' | 'pemNothing';

type FieldProps = {
  readonly label: string;
  /** Takes what a file held; false where it holds nothing for this field. */
  readonly onPem: (pem: Pem) => boolean;
  /** The field, with what is wrong with the last file. */
  readonly children: (problem: string | undefined) => ReactNode;
};

/** A field that takes PEM from a file: chosen, or dropped on it. Pasting works as in any field. */
function PemSource({ label, onPem, children }: FieldProps) {
  const { t } = useTranslation();
  const [problem, setProblem] = useState<Problem>();
  const [isOver, setOver] = useState(false);
  const take = async (file: File | null | undefined): Promise<void> => {
    if (!file) return;
    if (file.size > LIMIT) return setProblem('pemTooLarge');
    setProblem(onPem(splitPem(await file.text())) ? undefined : 'pemNothing');
  };
  // A file that is dropped here is not one for the window.
  const drag = (event: DragEvent, over: boolean): void => {
    event.preventDefault();
    event.stopPropagation();
    setOver(over);
  };
  return (
    <div
      className={styles['pem']}
      data-over={isOver}
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, false)}
      onDrop={(event) => {
        drag(event, false);
        void take(event.dataTransfer.files[0]);
      }}
    >
      {children(problem && t(`connectionDialog.${problem}`))}
      <FileButton onChange={(file) => void take(file)} accept=".pem,.crt,.cer,.key,.txt">
        {(props) => (
          <Button {...props} variant="default" className={styles['file'] ?? ''} aria-label={t('connectionDialog.fileFor', { label })}>
            {t('connectionDialog.file')}
          </Button>
        )}
      </FileButton>
    </div>
  );
}

type CertificateProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** A key that stands in the same file. */
  readonly onKey?: (key: string) => void;
};

/** Certificates as text, from a file, or dropped. */
export function CertificateField({ label, value, onChange, onKey }: CertificateProps) {
  const { t } = useTranslation();
  const take = ({ certificates, key }: Pem): boolean => {
    if (certificates !== '') onChange(certificates);
    if (key !== '') onKey?.(key);
    return certificates !== '';
  };
  return (
    <PemSource label={label} onPem={take}>
      {(problem) => (
        <Textarea
          label={label}
          placeholder={t('connectionDialog.pemHint')}
          {...{ minRows: 2, maxRows: 5, autosize: true, spellCheck: false, error: problem }}
          styles={{ input: { fontFamily: 'var(--mono)', fontSize: 11 } }}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </PemSource>
  );
}

type KeyProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** One is saved, and stays in use while none is given. */
  readonly isSaved: boolean;
};

/** A private key. Once it is whole it is not shown again, here or anywhere. */
export function KeyField({ label, value, onChange, isSaved }: KeyProps) {
  const { t } = useTranslation();
  const take = ({ key }: Pem): boolean => {
    if (key !== '') onChange(key);
    return key !== '';
  };
  if (splitPem(value).key !== '')
    return (
      <div className={styles['pinned']}>
        <span>{label}</span>
        <span className="faint">{t('connectionDialog.keyGiven')}</span>
        <Button variant="default" onClick={() => onChange('')}>
          {t('connectionDialog.keyRemove')}
        </Button>
      </div>
    );
  return (
    <PemSource label={label} onPem={take}>
      {(problem) => (
        <Textarea
          label={label}
          placeholder={t(isSaved ? 'connectionDialog.unchanged' : 'connectionDialog.pemHint')}
          {...{ minRows: 2, maxRows: 5, autosize: true, spellCheck: false, error: problem }}
          styles={{ input: { fontFamily: 'var(--mono)', fontSize: 11 } }}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </PemSource>
  );
}
