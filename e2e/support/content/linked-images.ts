import { Readable } from 'node:stream';
import type { RegistryClient } from '../../../electron/registry/client.ts';
import { digestOf } from '../../../electron/registry/digest.ts';
import { referrersTag } from '../../../shared/oci/digest.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../../../shared/oci/media-types.ts';

type Annotations = Readonly<Record<string, string>>;

/** A row of an index or of a list of referrers. */
export type Pushed = {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly artifactType?: string;
  readonly annotations?: Annotations;
  readonly platform?: {
    readonly os: string;
    readonly architecture: string;
    readonly variant?: string;
    readonly 'os.features'?: readonly string[];
  };
};

const CONFIG = 'application/vnd.oci.image.config.v1+json';
const LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip';
const EMPTY = 'application/vnd.oci.empty.v1+json';
const IN_TOTO = 'application/vnd.in-toto+json';
const DSSE = 'application/vnd.dsse.envelope.v1+json';
const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json';

export const SLSA_V02 = 'https://slsa.dev/provenance/v0.2';
export const SLSA_V1 = 'https://slsa.dev/provenance/v1';
export const SPDX = 'https://spdx.dev/Document';
export const CYCLONEDX = 'https://cyclonedx.org/bom';
export const OPENVEX = 'https://openvex.dev/ns/v0.2.0';
export const COSIGN_SIGN = 'https://sigstore.dev/cosign/sign/v1';

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** Pushes images and what tools attach to them into one repository, in the shapes in which buildx, cosign, ORAS and Notation write them. */
export class LinkedPusher {
  readonly client: RegistryClient;
  readonly repository: string;

  constructor(client: RegistryClient, repository: string) {
    this.client = client;
    this.repository = repository;
  }

  async blob(mediaType: string, bytes: Buffer): Promise<Pushed> {
    const { client, repository } = this;
    const digest = digestOf(bytes);
    const pushed = { mediaType, digest, size: bytes.byteLength };
    if (await client.blobs.has(repository, digest)) return pushed;
    const upload = await client.blobs.start(repository, undefined);
    if (!upload) return pushed;
    await client.blobs.finish(await client.blobs.write(upload, Readable.from([bytes]), { offset: 0, size: bytes.byteLength }), digest);
    return pushed;
  }

  /** Puts a manifest under a tag, or under its digest. */
  async manifest(document: object, tag?: string, mediaType = OCI_MANIFEST): Promise<Pushed> {
    const bytes = json({ schemaVersion: 2, mediaType, ...document });
    const digest = digestOf(bytes);
    await this.client.putManifest(this.repository, tag ?? digest, { bytes, digest, mediaType });
    return { mediaType, digest, size: bytes.byteLength };
  }

  index(manifests: readonly Pushed[], tag?: string): Promise<Pushed> {
    return this.manifest({ manifests }, tag, OCI_INDEX);
  }

  /** An image of one layer; `seed` tells it from others. */
  async image(
    architecture: string,
    { tag, seed = '', layer = {} }: { tag?: string; seed?: string; layer?: Annotations } = {},
  ): Promise<Pushed> {
    const platform = { os: 'linux', architecture };
    const config = await this.blob(CONFIG, json({ ...platform, config: {}, rootfs: { type: 'layers', diff_ids: [] } }));
    const content = await this.blob(LAYER, Buffer.from(`layer ${architecture} ${seed}`));
    return { ...(await this.manifest({ config, layers: [{ ...content, annotations: layer }] }, tag)), platform };
  }

  /** What `docker buildx build --provenance --sbom` adds to an index for one of its images. */
  async buildx(subject: string, predicates: readonly string[]): Promise<Pushed> {
    const layers: Pushed[] = [];
    for (const predicateType of predicates) {
      const statement = await this.blob(IN_TOTO, json({ _type: 'https://in-toto.io/Statement/v0.1', predicateType, subject: [subject] }));
      layers.push({ ...statement, annotations: { 'in-toto.io/predicate-type': predicateType } });
    }
    const config = await this.blob(CONFIG, json({ architecture: 'unknown', os: 'unknown', config: {}, rootfs: { type: 'layers' } }));
    return {
      ...(await this.manifest({ config, layers })),
      platform: { os: 'unknown', architecture: 'unknown' },
      annotations: { 'vnd.docker.reference.type': 'attestation-manifest', 'vnd.docker.reference.digest': subject },
    };
  }

  /** What cosign 2 keeps under the tag `sha256-<hex>.sig`, `.att` or `.sbom`: a layer for each. Without annotations where `bare`. */
  async cosignTag(
    subject: string,
    end: 'sig' | 'att' | 'sbom',
    each: readonly { type?: string; annotations?: Annotations }[],
  ): Promise<Pushed> {
    const types = { sig: 'application/vnd.dev.cosign.simplesigning.v1+json', att: DSSE, sbom: 'text/spdx+json' };
    const layers: Pushed[] = [];
    for (const [i, { type = '', annotations = {} }] of each.entries()) {
      const payload = json({ predicateType: type, subject, number: i }).toString('base64');
      const content = end === 'att' ? { payloadType: IN_TOTO, payload, signatures: [] } : { critical: { image: subject }, optional: i };
      layers.push({ ...(await this.blob(end === 'sbom' && type !== '' ? type : types[end], json(content))), annotations });
    }
    const config = await this.blob(CONFIG, json({ architecture: '', os: '', config: {}, rootfs: { type: 'layers', diff_ids: [] } }));
    return this.manifest({ config, layers }, `${referrersTag(subject)}.${end}`);
  }

  /** An artifact that names its subject, as `oras attach`, cosign 3 and Notation write it; a row of the list of referrers. */
  async refer(
    subject: Pushed,
    artifactType: string,
    {
      type = artifactType,
      content = {},
      annotations = {},
      layer = {},
    }: { type?: string; content?: object; annotations?: Annotations; layer?: Annotations },
  ): Promise<Pushed> {
    const config = await this.blob(EMPTY, Buffer.from('{}'));
    const blob = await this.blob(type, json({ about: subject.digest, ...content }));
    const about = { mediaType: subject.mediaType, digest: subject.digest, size: subject.size };
    const document = { artifactType, config, layers: [{ ...blob, annotations: layer }], subject: about, annotations };
    return { ...(await this.manifest(document)), artifactType, annotations };
  }

  /** A bundle of sigstore, as cosign 3 and GitHub attach it. */
  bundle(subject: Pushed, predicateType: string | undefined): Promise<Pushed> {
    const said = predicateType === undefined ? {} : { 'dev.sigstore.bundle.predicateType': predicateType };
    const annotations = { 'dev.sigstore.bundle.content': predicateType === undefined ? 'message-signature' : 'dsse-envelope', ...said };
    return this.refer(subject, BUNDLE, { annotations });
  }

  /** A statement without an envelope; its predicate type is in its content alone, or `isSaid` in an annotation too. */
  inToto(subject: Pushed, predicateType: string, isSaid: boolean): Promise<Pushed> {
    return this.refer(subject, IN_TOTO, {
      content: { predicateType },
      ...(isSaid ? { layer: { 'in-toto.io/predicate-type': predicateType } } : {}),
    });
  }

  notation(subject: Pushed): Promise<Pushed> {
    return this.refer(subject, 'application/vnd.cncf.notary.signature', { type: 'application/jose+json' });
  }

  sarif(subject: Pushed): Promise<Pushed> {
    return this.refer(subject, 'application/sarif+json', { annotations: { 'org.opencontainers.image.vendor': 'Example scanner' } });
  }

  /** The list that clients keep of what refers to an image where the registry has no referrers API. */
  list(subject: Pushed, referrers: readonly Pushed[]): Promise<Pushed> {
    return this.index(referrers, referrersTag(subject.digest));
  }
}
