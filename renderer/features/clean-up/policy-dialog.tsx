import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { ecrPolicy } from '../../../shared/policies/ecr.ts';
import { harborPolicy } from '../../../shared/policies/harbor.ts';
import type { Policy, PolicyInput, PolicyNote, PolicyProduct } from '../../../shared/policies/policy.ts';
import { zotPolicy } from '../../../shared/policies/zot.ts';
import { copyText } from '../../lib/copy.ts';
import { saveFile } from '../../lib/save-file.ts';
import type { Format } from '../../lib/text/format.ts';
import { useFormat } from '../../lib/use-format.ts';
import { CodeView } from '../../ui/code.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { Note } from '../../ui/note.tsx';
import styles from './clean-up.module.css';

const POLICIES: Readonly<Record<PolicyProduct, (input: PolicyInput) => Policy>> = {
  harbor: harborPolicy,
  zot: zotPolicy,
  ecr: ecrPolicy,
};

/** Where the policy deletes more than the rules, or does not delete yet. */
const GRAVE: ReadonlySet<PolicyNote['kind']> = new Set(['no-names', 'never-pulled', 'also-untagged', 'left-out']);

function noteText(t: TFunction, format: Format, note: PolicyNote, product: string): string {
  switch (note.kind) {
    case 'left-out':
      return t(note.andLater ? 'cleanUp.policy.note.leftOutAll' : 'cleanUp.policy.note.leftOut', {
        rule: note.rule,
        why: t(`cleanUp.policy.why.${note.why}`, { product }),
      });
    case 'except':
      return t('cleanUp.policy.note.except', { rule: note.rule });
    case 'names':
      return t('cleanUp.policy.note.names', { count: note.count, shown: format.number(note.count) });
    case 'project':
      return note.project === '' ? t('cleanUp.policy.note.projects') : t('cleanUp.policy.note.project', { project: note.project });
    default:
      return t(`cleanUp.policy.note.${note.kind}`);
  }
}

/** What the policy does otherwise than the rules: what deletes more, or less, stands first. */
function Notes({ notes, product }: { readonly notes: readonly PolicyNote[]; readonly product: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const ordered = [...notes].sort((a, b) => Number(GRAVE.has(b.kind)) - Number(GRAVE.has(a.kind)));
  if (ordered.length === 0) return null;
  return (
    <Note tone={ordered.some(({ kind }) => GRAVE.has(kind)) ? 'warn' : 'plain'}>
      <strong>{t('cleanUp.policy.differs')}</strong>
      <ul className={styles['notes']} aria-label={t('cleanUp.policy.differs')}>
        {ordered.map((note) => (
          <li key={JSON.stringify(note)}>{noteText(t, format, note, product)}</li>
        ))}
      </ul>
    </Note>
  );
}

/** The rules as a policy of a product: its text, what differs from the rules, and ways to take it along. */
export function PolicyDialog({
  product,
  input,
  onClose,
}: {
  readonly product: PolicyProduct;
  readonly input: PolicyInput;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const name = t(`products.${product}.name`);
  const policy = POLICIES[product](input);
  const copy = (document: string): void => void copyText(document, t('copy.done', { what: t('cleanUp.policy.text') }), t('copy.refused'));
  return (
    <Dialog title={t('cleanUp.policy.title', { product: name })} size={760} onClose={onClose}>
      <DialogBody>
        {policy.kind === 'none' ? (
          <Note tone="warn">{t(`cleanUp.policy.none.${policy.why}`, { product: name })}</Note>
        ) : (
          <p className={styles['apply']}>{t(`cleanUp.policy.apply.${product}`)}</p>
        )}
        <Notes notes={policy.notes} product={name} />
        {policy.kind === 'policy' && (
          <div className={styles['policy']}>
            <CodeView text={policy.document} label={t('cleanUp.policy.text')} />
          </div>
        )}
      </DialogBody>
      <DialogFooter>
        {policy.kind === 'policy' && (
          <>
            <Button variant="default" onClick={() => saveFile(`clean-up.${product}.json`, 'application/json', policy.document)}>
              {t('cleanUp.policy.save')}
            </Button>
            <Button variant="default" onClick={() => copy(policy.document)}>
              {t('cleanUp.policy.copy')}
            </Button>
          </>
        )}
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('dialog.close')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
