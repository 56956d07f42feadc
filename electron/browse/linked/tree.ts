import type { LinkedKind, LinkedNode, LinkedTree, LinkedWay } from '../../../shared/contract/linked.ts';
import { contentKindOf } from '../../../shared/oci/content-kind.ts';
import type { Descriptor, Manifest } from '../../../shared/oci/manifest.ts';
import { type Attached, type Bare, documentNodes, joined, stateOf } from './documents.ts';
import type { Gathered } from './gather.ts';
import { platformKey, type Role, roleOf, tiedTo } from './roles.ts';

/** Levels of a tree; what claims to go deeper leads to itself. */
const MOST_LEVELS = 12;

const ORDER: readonly LinkedKind[] = ['signature', 'sbom', 'provenance', 'vex', 'scan-result', 'attestation', 'artifact', 'soci'];

/** Nodes after which nothing below any of them is added. */
const MOST_NODES = 5_000;

/** Merges what several answers say of the same manifest: one entry with every way by which it was found. */
class Found {
  private readonly all = new Map<string, { readonly ways: Set<LinkedWay>; readonly listed: Descriptor[]; tag: string | undefined }>();

  add(digest: string, way: LinkedWay, { listed, tag }: { readonly listed?: Descriptor; readonly tag?: string }): void {
    const entry = this.all.get(digest) ?? { ways: new Set(), listed: [], tag: undefined };
    this.all.set(digest, entry);
    entry.ways.add(way);
    if (listed) entry.listed.push(listed);
    entry.tag ??= tag;
  }

  get attached(): Attached[] {
    return [...this.all].map(([digest, { ways, listed, tag }]) => ({ digest, ways: [...ways], listed, tag }));
  }
}

/** A row of an index with its role. */
type Row = { readonly child: Descriptor; readonly manifest: Manifest | undefined; readonly role: Role };

class TreeBuilder {
  readonly nodes: LinkedNode[] = [];
  private readonly gathered: Gathered;

  constructor(gathered: Gathered) {
    this.gathered = gathered;
  }

  private manifestOf(digest: string): Manifest | undefined {
    const read = this.gathered.reads.get(digest);
    return read?.state === 'read' ? read.manifest : undefined;
  }

  private push(parent: string | undefined, bare: Bare): string {
    const { digest, layer } = bare;
    const own = `${digest}${layer && layer.number > 0 ? `#${layer.number}` : ''}`;
    const id = parent === undefined ? own : `${parent}/${own}`;
    this.nodes.push({ id, ...(parent === undefined ? {} : { parent }), ...bare });
    return id;
  }

  /** The manifest that is shown, with all that hangs below it. */
  root(): void {
    const { digest, tag, subject, reads } = this.gathered;
    const read = reads.get(digest);
    const manifest = this.manifestOf(digest);
    const isImage = manifest?.kind === 'index' || (manifest !== undefined && contentKindOf(manifest) === 'image');
    const named = { ...(tag === undefined ? {} : { tag }), foundBy: [] };
    const bare = isImage
      ? { ...this.imageBare({ mediaType: manifest.mediaType, digest, size: 0, annotations: [] }, manifest), ...named }
      : { ...(documentNodes({ digest, ways: [], listed: [], tag }, this.gathered)[0] as Bare), ...named, ...stateOf(read) };
    const id = this.push(undefined, bare);
    if (subject !== undefined) this.subject(id, subject);
    this.below(id, digest, manifest, [], [digest]);
  }

  private subject(parent: string, digest: string, listed: readonly Descriptor[] = []): string {
    const manifest = this.manifestOf(digest);
    return this.push(parent, {
      kind: 'subject',
      digest,
      mediaType: manifest?.mediaType ?? '',
      foundBy: [listed.length > 0 ? 'attached' : 'subject'],
      annotations: [],
      ...stateOf(this.gathered.reads.get(digest)),
    });
  }

  /** What is known of a manifest that is an image, an index or another part of an index. */
  private imageBare(child: Descriptor, manifest: Manifest | undefined, role: Role = 'part'): Bare {
    const read = this.gathered.reads.get(child.digest);
    const platform = child.platform ?? this.gathered.platforms.get(child.digest);
    const content = manifest && contentKindOf(manifest);
    const isIndex = manifest ? manifest.kind === 'index' : /index|list/.test(child.mediaType);
    const isOther = content !== undefined && content !== 'image' && content !== 'index' && content !== 'referrers';
    const kind: LinkedKind = role === 'nydus' ? 'nydus' : isIndex ? 'index' : isOther ? 'unknown' : 'image';
    const layers = manifest && 'layers' in manifest ? manifest.layers : undefined;
    const size = layers ? layers.reduce((sum, layer) => sum + layer.size, 0) : read?.state === 'read' ? read.size : child.size;
    const artifactType = manifest?.kind === 'artifact' ? manifest.artifactType : child.artifactType;
    return {
      kind,
      digest: child.digest,
      mediaType: manifest?.mediaType ?? child.mediaType,
      ...(artifactType === undefined ? {} : { artifactType }),
      ...(isOther && artifactType !== undefined ? { format: artifactType } : {}),
      ...(role === 'zstd' ? { format: 'zstd' } : {}),
      ...(platform ? { platform } : {}),
      size,
      foundBy: ['child'],
      annotations: joined(child.annotations, manifest && 'annotations' in manifest ? manifest.annotations : []),
      ...stateOf(read),
    };
  }

  /** Platforms in the order of the index, those of one system together, each followed by the same content in other forms and by what is about it. */
  private children(parent: string, manifests: readonly Descriptor[], path: readonly string[]): void {
    const rows = [...new Map(manifests.map((child) => [child.digest, child])).values()].map((child): Row => {
      const manifest = this.manifestOf(child.digest);
      return { child, manifest, role: roleOf(child, manifest) };
    });
    const own = rows.filter(({ role }) => role !== 'tied');
    const tied = rows.filter(({ role }) => role === 'tied').map(({ child }) => child);
    const groups = Map.groupBy(own, ({ child }) => platformKey(child) ?? child.digest);
    for (const group of groups.values()) {
      const plain = group.filter(({ role }) => role === 'part');
      const mains = plain.length > 0 ? plain : group.slice(0, 1);
      const forms = group.filter((row) => !mains.includes(row));
      mains.forEach((main, i) => {
        this.part(parent, main, { tied, path, forms: i === 0 ? forms : [] });
      });
    }
    this.untied(parent, tied, new Set(own.map(({ child }) => child.digest)), path);
  }

  /** A row of an index; `forms` are the same content in other forms. */
  private part(
    parent: string,
    { child, manifest, role }: Row,
    about: {
      readonly tied: readonly Descriptor[];
      readonly path: readonly string[];
      readonly forms: readonly Row[];
      readonly kind?: 'twin';
    },
  ): void {
    const bare = this.imageBare(child, manifest, role);
    const id = this.push(parent, about.kind === undefined ? bare : { ...bare, kind: about.kind });
    const path = [...about.path, child.digest];
    for (const form of about.forms)
      this.part(id, form, { tied: about.tied, path, forms: [], ...(form.role === 'zstd' ? { kind: 'twin' as const } : {}) });
    const tied = about.tied.filter((one) => tiedTo(one) === child.digest);
    this.below(id, child.digest, manifest, tied, path);
  }

  /** What a row is about that the index does not have, and what does not say what it is about. */
  private untied(parent: string, tied: readonly Descriptor[], own: ReadonlySet<string>, path: readonly string[]): void {
    const left = tied.filter((one) => !own.has(tiedTo(one) ?? ''));
    for (const [about, some] of Map.groupBy(left, tiedTo)) {
      const at = about === undefined ? parent : this.subject(parent, about, some);
      this.documents(at, this.found(undefined, some), path);
    }
  }

  private below(id: string, digest: string, manifest: Manifest | undefined, tied: readonly Descriptor[], path: readonly string[]): void {
    if (path.length > MOST_LEVELS || this.nodes.length >= MOST_NODES) return;
    if (manifest?.kind === 'index') this.children(id, manifest.manifests, path);
    this.documents(id, this.found(digest, tied), path);
  }

  /** What refers to a digest by every way, and the rows of an index that are about it. */
  private found(digest: string | undefined, tied: readonly Descriptor[]): Attached[] {
    const found = new Found();
    for (const listed of tied) found.add(listed.digest, 'attached', { listed });
    const answers = digest === undefined ? undefined : this.gathered.referrers.get(digest);
    for (const listed of answers?.api ?? []) found.add(listed.digest, 'api', { listed });
    for (const listed of answers?.listed ?? []) found.add(listed.digest, 'list', { listed });
    for (const { digest: own, tag } of answers?.tagged ?? []) found.add(own, 'tag', { tag });
    return found.attached;
  }

  private documents(parent: string, all: readonly Attached[], path: readonly string[]): void {
    const bares = all
      .filter(({ digest }) => !path.includes(digest))
      .flatMap((attached) => documentNodes(attached, this.gathered))
      .map((bare, order) => ({ bare, order }))
      .toSorted((a, b) => ORDER.indexOf(a.bare.kind) - ORDER.indexOf(b.bare.kind) || a.order - b.order);
    for (const { bare } of bares) {
      const id = this.push(parent, bare);
      // What refers to a manifest of several documents hangs below the first of them.
      if ((bare.layer?.number ?? 0) === 0) this.below(id, bare.digest, undefined, [], [...path, bare.digest]);
    }
  }
}

/** The tree of everything that was read. Pure. */
export function linkedTree(gathered: Gathered): LinkedTree {
  const builder = new TreeBuilder(gathered);
  builder.root();
  return { nodes: builder.nodes, gaps: [...gathered.gaps], left: gathered.left };
}
