import type { LinkedKind, LinkedNode, LinkedWay } from '../../../shared/contract/linked.ts';
import { documentOf, documentOfType, isStatementType, type NamedDocument, pairOf } from '../../../shared/oci/document-kind.ts';
import { knownTime } from '../../../shared/oci/image-config.ts';
import type { Descriptor, Manifest, Pairs } from '../../../shared/oci/manifest.ts';
import type { Gathered, ReadManifest } from './gather.ts';
import { isSoci } from './roles.ts';
import { identityIn } from './signer.ts';

/** A manifest that is about another, as it was found: what lists said of it, and the tag that holds it. */
export type Attached = {
  readonly digest: string;
  readonly ways: readonly LinkedWay[];
  readonly listed: readonly Descriptor[];
  readonly tag: string | undefined;
};

/** A node without its place in the tree. */
export type Bare = Omit<LinkedNode, 'id' | 'parent'>;

const CREATED = 'org.opencontainers.image.created';
const CERTIFICATE = 'dev.sigstore.cosign/certificate';
const VENDORS = ['org.opencontainers.image.vendor', 'org.opencontainers.image.authors'];

/** Each key once: what is said last is the nearest to the content. */
export const joined = (...all: readonly Pairs[]): Pairs => [...new Map(all.flat())];

/** What says that a manifest could not be read, or is not there. */
export function stateOf(read: ReadManifest | undefined): Pick<LinkedNode, 'missing' | 'unread'> {
  if (read?.state === 'missing') return { missing: true };
  return read?.state === 'unread' ? { unread: read.failure } : {};
}

/** Who or what made a document, as far as it says without being read. */
function makerOf(
  annotations: Pairs,
  { mediaType }: Pick<Descriptor, 'mediaType'>,
  artifactType: string,
  attached: Attached,
): string | undefined {
  const certificate = pairOf(annotations, CERTIFICATE);
  const identity = certificate === undefined ? undefined : identityIn(certificate);
  if (identity !== undefined) return identity;
  if (artifactType === 'application/vnd.cncf.notary.signature') return 'Notation';
  if (attached.ways.includes('attached') && pairOf(annotations, 'vnd.docker.reference.type') !== undefined) return 'BuildKit';
  if (attached.tag !== undefined || mediaType.startsWith('application/vnd.dev.cosign.')) return 'cosign';
  return pairOf(annotations, ...VENDORS);
}

/** How many signatures, statements or files a manifest is, to a person: one for each layer where layers are what is said, otherwise one in all. */
function partsOf(manifest: Manifest, artifactType: string, predicates: Gathered['predicates']): { named: NamedDocument; layer?: number }[] {
  const layers = 'layers' in manifest ? manifest.layers : [];
  const annotations = 'annotations' in manifest ? manifest.annotations : [];
  const ofType = isStatementType(artifactType) ? undefined : documentOfType(artifactType);
  if (ofType) return [{ named: ofType, ...(layers.length > 0 ? { layer: 0 } : {}) }];
  const named = layers.map((layer) =>
    documentOf(layer, { artifactType: artifactType || undefined, annotations }, predicates.get(layer.digest)),
  );
  const documents = named.flatMap((one, layer) => (one.kind === 'artifact' ? [] : [{ named: one, layer }]));
  if (documents.length > 0) return documents;
  return [{ named: { kind: 'artifact', format: artifactType || manifest.mediaType }, ...(layers.length === 1 ? { layer: 0 } : {}) }];
}

/** What lists say of a manifest that was not read. */
function unreadNode(attached: Attached, read: ReadManifest | undefined): Bare {
  const [listed] = attached.listed;
  const type = listed?.artifactType ?? listed?.mediaType ?? '';
  const isTied = attached.ways.includes('attached');
  const by = makerOf(listed?.annotations ?? [], { mediaType: type }, type, attached);
  const named = documentOf(
    { mediaType: type, annotations: listed?.annotations ?? [] },
    { artifactType: type, annotations: listed?.annotations ?? [] },
  );
  return {
    kind: isSoci(type) ? 'soci' : isTied ? 'attestation' : named.kind,
    digest: attached.digest,
    mediaType: listed?.mediaType ?? '',
    ...(listed?.artifactType === undefined ? {} : { artifactType: listed.artifactType }),
    ...(named.format === undefined || isTied ? {} : { format: named.format }),
    ...(by === undefined ? {} : { by }),
    ...(attached.tag === undefined ? {} : { tag: attached.tag }),
    foundBy: [...attached.ways],
    annotations: listed?.annotations ?? [],
    ...stateOf(read),
  };
}

const sumOf = (layers: readonly Descriptor[]): number => layers.reduce((sum, { size }) => sum + size, 0);

/** The documents in a manifest that is about another, in their order; what is known where it was not read. Pure. */
export function documentNodes(attached: Attached, { reads, predicates }: Pick<Gathered, 'reads' | 'predicates'>): Bare[] {
  const read = reads.get(attached.digest);
  if (read?.state !== 'read') return [unreadNode(attached, read)];
  const { manifest } = read;
  const own = 'annotations' in manifest ? manifest.annotations : [];
  const layers = 'layers' in manifest ? manifest.layers : [];
  const fromLists = attached.listed.map(({ annotations }) => annotations);
  const artifactType = manifest.kind === 'artifact' ? manifest.artifactType : (attached.listed[0]?.artifactType ?? '');
  return partsOf(manifest, artifactType, predicates).map(({ named, layer: number }): Bare => {
    const layer = number === undefined ? undefined : layers[number];
    const annotations = joined(...fromLists, own, layer?.annotations ?? []);
    const by = makerOf(annotations, { mediaType: layer?.mediaType ?? '' }, artifactType, attached);
    const created = knownTime(pairOf(annotations, CREATED));
    const kind: LinkedKind = isSoci(artifactType) ? 'soci' : named.kind;
    return {
      kind,
      digest: attached.digest,
      ...(layer && number !== undefined ? { layer: { number, digest: layer.digest } } : {}),
      mediaType: manifest.mediaType,
      ...(manifest.kind === 'artifact' ? { artifactType: manifest.artifactType } : {}),
      size: layer?.size ?? (layers.length > 0 ? sumOf(layers) : read.size),
      ...(named.format === undefined || kind === 'soci' ? {} : { format: named.format }),
      ...(by === undefined ? {} : { by }),
      ...(attached.tag === undefined ? {} : { tag: attached.tag }),
      ...(created === undefined ? {} : { created }),
      foundBy: [...attached.ways],
      annotations,
    };
  });
}
