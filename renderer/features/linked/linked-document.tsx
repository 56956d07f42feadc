import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LinkedNode, MissingBlob } from '../../../shared/contract/linked.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { readFailure } from '../../../shared/shown-failure.ts';
import { displayText } from '../../../shared/text.ts';
import { failureText } from '../../lib/failure-text.ts';
import { openDigest } from '../../lib/places.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { Note } from '../../ui/note.tsx';
import { DocumentContent } from './documents/document-content.tsx';
import styles from './linked.module.css';
import type { LinkedOf } from './queries.ts';
import { nodeText } from './row-text.ts';

type Fact = { readonly name: string; readonly value: ReactNode };

const Facts = ({ facts }: { readonly facts: readonly Fact[] }) => (
  <dl className={styles['facts']}>
    {facts.map(({ name, value }) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);

const Data = ({ text }: { readonly text: string }) => <span className="mono">{displayText(text)}</span>;

/** What is said of a part that could not be read, or that the registry does not have. */
function Trouble({ node }: { readonly node: LinkedNode }) {
  const { t } = useTranslation();
  if (node.missing) {
    return (
      <Note tone="danger">
        <strong>{t('linked.missingTitle')}</strong>
        <span>{t('linked.missingDetail')}</span>
        <span className="dim">{t('linked.cached')}</span>
      </Note>
    );
  }
  if (!node.unread) return null;
  const { title, detail } = failureText(t, readFailure(node.unread));
  return (
    <Note tone="warn">
      <strong>{displayText(title)}</strong>
      {detail !== '' && <span>{displayText(detail)}</span>}
    </Note>
  );
}

/** The facts of one node, each as the registry tells it. */
function useFacts(node: LinkedNode): Fact[] {
  const { t } = useTranslation();
  const format = useFormat();
  const { digest, layer, tag, mediaType, artifactType, size, by, created, foundBy, annotations } = node;
  const facts: (Fact | false)[] = [
    { name: t('image.digest'), value: <CopyField text={digest} label={t('image.digestOf', { digest: shortDigest(digest) })} /> },
    layer !== undefined && {
      name: t('linked.content'),
      value: <CopyField text={layer.digest} label={t('image.digestOf', { digest: shortDigest(layer.digest) })} />,
    },
    tag !== undefined && node.parent !== undefined && { name: t('linked.tag'), value: <CopyField text={tag} label={t('linked.tag')} /> },
    by !== undefined && { name: t('linked.column.by'), value: displayText(by) },
    size !== undefined && { name: t('image.size'), value: <span title={format.exactBytes(size)}>{format.bytes(size)}</span> },
    created !== undefined && { name: t('image.created'), value: <span title={format.exactTime(created)}>{format.time(created)}</span> },
    foundBy.length > 0 && { name: t('linked.foundBy'), value: format.list(foundBy.map((way) => t(`linked.way.${way}`))) },
    mediaType !== '' && { name: t('image.mediaType'), value: <Data text={mediaType} /> },
    artifactType !== undefined && { name: t('image.artifactType'), value: <Data text={artifactType} /> },
    ...annotations.map(([key, value]): Fact => ({ name: key, value: <Data text={value} /> })),
  ];
  return facts.filter((fact) => fact !== false);
}

/** Saves the document as the registry has it. */
function SaveDocument({ node: { kind, layer, size }, of }: { readonly node: LinkedNode; readonly of: LinkedOf }) {
  const { t } = useTranslation();
  if (!layer || size === undefined) return null;
  const { digest } = layer;
  const content = { kind: 'blob', digest, size, name: `${kind}-${shortDigest(digest)}.json` } as const;
  const { connectionId, repository } = of;
  return (
    <Button variant="default" onClick={() => openDialog({ kind: 'save-content', connectionId, repository, content })}>
      {t('saveContent.action')}
    </Button>
  );
}

/** What is known of a node: what it is, what it says, and its facts. `subject`: the digest of what it is about, where that is known. */
export function LinkedDocument({
  node,
  of,
  subject,
}: {
  readonly node: LinkedNode;
  readonly of: LinkedOf;
  readonly subject: string | undefined;
}) {
  const { t } = useTranslation();
  const facts = useFacts(node);
  const { digest, layer } = node;
  const { connectionId, repository } = of;
  return (
    <>
      <h3>{nodeText(t, node)}</h3>
      <Trouble node={node} />
      {layer !== undefined && subject !== undefined && node.kind !== 'artifact' && (
        <DocumentContent
          key={`${digest} ${layer.number}`}
          address={{ connectionId, repository, digest, layer: layer.number }}
          subject={subject}
        />
      )}
      {node.parent !== undefined && !node.missing && (
        <div className={styles['actions']}>
          <Button variant="default" onClick={() => openDigest(node.digest)}>
            {t('linked.open', { digest: shortDigest(node.digest) })}
          </Button>
          <SaveDocument node={node} of={of} />
        </div>
      )}
      <Facts facts={facts} />
    </>
  );
}

/** What is known of a blob that the registry does not have. */
export function MissingBlobFacts({ blob, title }: { readonly blob: MissingBlob; readonly title: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <h3>{title}</h3>
      <Note tone="danger">
        <strong>{t('linked.missingTitle')}</strong>
        <span>{t('linked.blobDetail')}</span>
        <span className="dim">{t('linked.cached')}</span>
      </Note>
      <Facts
        facts={[
          {
            name: t('image.digest'),
            value: <CopyField text={blob.digest} label={t('image.digestOf', { digest: shortDigest(blob.digest) })} />,
          },
          { name: t('image.size'), value: <span title={format.exactBytes(blob.size)}>{format.bytes(blob.size)}</span> },
        ]}
      />
    </>
  );
}
