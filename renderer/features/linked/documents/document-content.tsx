import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../../shared/assert-never.ts';
import type { DocumentContent as Content, LinkedDocument, SbomPackage, Unreadable } from '../../../../shared/linked/document.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { CodeView } from '../../../ui/code.ts';
import { FailurePanel } from '../../../ui/failure-panel.tsx';
import { Note } from '../../../ui/note.tsx';
import { About } from './about.tsx';
import styles from './documents.module.css';
import { FactList } from './fact-list.tsx';
import { madeBy } from './made-by.ts';
import { ProvenanceView } from './provenance-view.tsx';
import { type DocumentAddress, documentQuery } from './queries.ts';
import { SbomView } from './sbom-view.tsx';
import { ScanResultsView } from './scan-results-view.tsx';
import { SignatureView } from './signature-view.tsx';
import { VexView } from './vex-view.tsx';

function NotShown({ content: { why, detail = '' } }: { readonly content: Unreadable }) {
  const { t } = useTranslation();
  return (
    <Note tone={why === 'digest' || why === 'missing' ? 'danger' : 'warn'}>
      <strong>{t('document.unreadable')}</strong>
      <span>{t(`document.why.${why}`, { detail })}</span>
    </Note>
  );
}

function Attestation({ content: { json, predicateType } }: { readonly content: Extract<Content, { kind: 'attestation' }> }) {
  const { t } = useTranslation();
  return (
    <>
      <FactList
        label={t('document.attestation')}
        facts={[{ name: t('document.predicateType'), value: predicateType && <span className="mono">{predicateType}</span> }]}
      />
      <div className={styles['code']}>
        <CodeView text={json} label={t('document.json')} />
      </div>
    </>
  );
}

function Said({ content, packages }: { readonly content: Content; readonly packages: readonly SbomPackage[] }) {
  switch (content.kind) {
    case 'provenance':
      return <ProvenanceView provenance={content} />;
    case 'sbom':
      return <SbomView sbom={content} packages={packages} />;
    case 'vex':
      return <VexView vex={content} />;
    case 'scan-results':
      return <ScanResultsView scan={content} />;
    case 'attestation':
      return <Attestation content={content} />;
    case 'unreadable':
      return <NotShown content={content} />;
    case 'signature':
      return null;
    default:
      return assertNever(content);
  }
}

/** Who or what made a document, and about which image. A signature says that in its own facts. */
function Lead({ document: { content, about, signature }, subject }: { readonly document: LinkedDocument; readonly subject: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const tools = 'tools' in content ? content.tools : [];
  const created = 'created' in content ? content.created : undefined;
  const author = content.kind === 'vex' ? content.author : undefined;
  const made = madeBy(t, format, tools, created);
  return (
    <>
      {made !== '' && <p className="dim">{made}</p>}
      {author !== undefined && <p className="dim">{t('document.by', { author })}</p>}
      {!signature && about.length > 0 && (
        <FactList label={t('document.about')} facts={[{ name: t('document.about'), value: <About about={about} subject={subject} /> }]} />
      )}
    </>
  );
}

/** ms that a line of the tree has to be chosen before its document is read: the arrow keys pass many. */
const SETTLED = 120;

function useSettled(): boolean {
  const [isSettled, setSettled] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), SETTLED);
    return () => clearTimeout(timer);
  }, []);
  return isSettled;
}

/** What one layer of a linked manifest says, to be read. `subject`: the digest of the image that it is linked to. */
export function DocumentContent({ address, subject }: { readonly address: DocumentAddress; readonly subject: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({ ...documentQuery(address), enabled: useSettled() });
  if (error) {
    const retry = (): void => void refetch();
    return <FailurePanel error={error} handlers={{ retry, refresh: retry }} />;
  }
  if (!data?.document) {
    return (
      <div role="status" aria-busy="true" aria-label={t('document.reading')} className={styles['content']}>
        {[70, 90, 55].map((width) => (
          <Skeleton key={width} height={11} width={`${width}%`} radius={4} />
        ))}
      </div>
    );
  }
  const { document, packages } = data;
  return (
    <div className={styles['content']}>
      <Lead document={document} subject={subject} />
      {document.signature && <SignatureView {...{ document, address, subject }} signature={document.signature} />}
      <Said content={document.content} packages={packages} />
    </div>
  );
}
