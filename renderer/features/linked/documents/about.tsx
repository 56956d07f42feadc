import { useTranslation } from 'react-i18next';
import type { Subject } from '../../../../shared/linked/document.ts';
import { shortDigest } from '../../../../shared/oci/digest.ts';
import styles from './documents.module.css';

/** Whether a document is about the image that it is linked to: by its own word, which is compared, not believed. */
export function About({ about, subject }: { readonly about: readonly Subject[]; readonly subject: string }) {
  const { t } = useTranslation();
  const digests = about.flatMap(({ digest }) => digest ?? []);
  if (digests.includes(subject)) return t('document.thisImage');
  const [other] = digests;
  if (other === undefined) return null;
  return (
    <span className={styles['other']} title={other}>
      {t('document.otherImage', { digest: shortDigest(other) })}
    </span>
  );
}
