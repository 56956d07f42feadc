import type { FileUsers } from '../../shared/contract/files.ts';
import type { KnownLayers, LayerSharing } from '../../shared/contract/images.ts';
import type { Coverage, IndexStats, IndexTrouble } from '../../shared/contract/local-index.ts';
import type { SearchEvent, Suggestions } from '../../shared/contract/search.ts';
import type { LayerUsers, SelectionWeight, StorageEvent } from '../../shared/contract/storage.ts';
import type { TagChanges, ToldOfTag } from '../../shared/contract/tags.ts';
import type { ImageSummary } from '../browse/image-summary.ts';
import type { RememberedRows } from '../browse/tag-memory.ts';
import type { CoverageScope } from './coverage.ts';
import type { FileQuestion } from './file-users.ts';
import type { KnownLayersQuestion, LayerSharingQuestion } from './layer-sharing.ts';
import type { KeptTree, KnownLayer } from './layer-trees.ts';
import type { LayerQuestion } from './layer-users.ts';
import type { KnownName, OpenScan, ScanSample } from './scans.ts';
import type { FindQuestion, SuggestQuestion } from './search/answers.ts';
import type { WeighQuestion } from './selection-weight.ts';
import type { StorageQuestion } from './storage.ts';
import type { LabelPairs, LabelQuestion, TagsWithLabel } from './tag-labels.ts';
import type { SeenUntagged } from './untagged.ts';

export type InRepository = { readonly connectionId: string; readonly repository: string };

/** `opens`: a person has opened it, so that it is kept longer than what a scan alone has read. */
export type OpenedRepository = InRepository & { readonly opens: boolean };

/** An image whose layers, configs and children are places in the lists of the parts that were told so far. */
export type PackedImage = Omit<ImageSummary, 'layers' | 'configs' | 'children'> & {
  readonly layers: readonly number[];
  readonly configs: readonly number[];
  readonly children: readonly number[];
};

/** Some of the images of a repository. A blob or a child that many of them name crosses to the other thread once. */
export type ImagesPart = {
  readonly blobs: (readonly [digest: string, size: number])[];
  readonly digests: string[];
  readonly images: PackedImage[];
};

/** A tag and where it points; no digest where it is there and could not be read. And what the product tells of it, where it does. */
export type SeenTag = readonly [name: string, digest: string | undefined, told?: ToldOfTag];

/** What takes long, and is answered by a thread that only reads, where there is one. */
export type LongQuestion =
  | ({ readonly kind: 'storage' } & StorageQuestion)
  | ({ readonly kind: 'weigh' } & WeighQuestion)
  | ({ readonly kind: 'layer-users' } & LayerQuestion)
  | ({ readonly kind: 'known-layers' } & KnownLayersQuestion)
  | ({ readonly kind: 'layer-sharing' } & LayerSharingQuestion)
  | ({ readonly kind: 'file-users' } & FileQuestion)
  | ({ readonly kind: 'find' } & FindQuestion)
  | ({ readonly kind: 'suggest' } & SuggestQuestion);

/** What a thread of the index is asked. */
export type Question =
  | LongQuestion
  | ({ readonly kind: 'images' } & OpenedRepository)
  | ({ readonly kind: 'save'; readonly images: readonly ImageSummary[] } & OpenedRepository)
  | ({ readonly kind: 'tags' } & InRepository)
  | ({ readonly kind: 'saw'; readonly tags: readonly SeenTag[]; readonly time: number } & InRepository)
  | ({ readonly kind: 'saw-all'; readonly time: number } & InRepository)
  /** A reading by anybody begins, and a person's reading of all tags ended (ms since 1970). */
  | ({ readonly kind: 'reading-begins' | 'visited'; readonly time: number } & InRepository)
  | ({ readonly kind: 'changes' | 'labels' } & InRepository)
  | ({ readonly kind: 'tags-with-label' } & LabelQuestion)
  | { readonly kind: 'named'; readonly connectionId: string; readonly names: readonly string[]; readonly time: number }
  | { readonly kind: 'named-all'; readonly connectionId: string; readonly time: number }
  | { readonly kind: 'named-before'; readonly connectionId: string }
  | ({ readonly kind: 'coverage' } & CoverageScope)
  /** What is answered in parts is not wanted any more. */
  | { readonly kind: 'stop'; readonly asked: number }
  | { readonly kind: 'names' | 'sample' | 'scan-end'; readonly connectionId: string }
  | ({ readonly kind: 'scan' } & OpenScan)
  | { readonly kind: 'scans' }
  | ({ readonly kind: 'untagged' } & InRepository)
  | { readonly kind: 'parents'; readonly digests: readonly string[] }
  | ({ readonly kind: 'not-found'; readonly digests: readonly string[] } & InRepository)
  | ({ readonly kind: 'tree'; readonly time: number } & KnownLayer)
  | { readonly kind: 'trees-known'; readonly layers: readonly KnownLayer[] }
  | ({ readonly kind: 'keep-tree'; readonly time: number } & KeptTree)
  | { readonly kind: 'forget'; readonly connectionId: string }
  | { readonly kind: 'prune'; readonly connectionIds: readonly string[]; readonly maxBytes: number }
  | { readonly kind: 'stats' | 'clear' | 'written' }
  | { readonly kind: 'close' };

/** What the answers consist of, where there is more to say than that they ended. */
type Parts = {
  readonly images: ImagesPart;
  readonly tags: RememberedRows;
  readonly changes: { readonly changes?: TagChanges };
  readonly labels: LabelPairs;
  readonly 'tags-with-label': TagsWithLabel;
  readonly stats: IndexStats;
  readonly coverage: Coverage;
  readonly storage: StorageEvent;
  readonly weigh: SelectionWeight;
  readonly 'layer-users': LayerUsers;
  readonly 'known-layers': KnownLayers;
  readonly 'layer-sharing': LayerSharing;
  readonly 'named-before': { readonly names: string };
  readonly names: KnownName[];
  readonly sample: ScanSample;
  readonly scans: OpenScan[];
  readonly find: SearchEvent;
  readonly suggest: Suggestions;
  readonly untagged: SeenUntagged;
  readonly parents: string[];
  readonly tree: { readonly packed: Uint8Array | undefined };
  readonly 'trees-known': string[];
  readonly 'file-users': FileUsers;
};

export type Part = Parts[keyof Parts];

/** What an answer consists of. */
export type PartOf<Q extends Question> = Q['kind'] extends keyof Parts ? Parts[Q['kind']] : never;

/** The first message to a thread: which file is its index. */
export type Opening = { readonly path: string };

export type Asked = { readonly id: number; readonly question: Question };

/** What it says: a part of an answer, its end, or that the index is no longer what it was. */
export type Said =
  | { readonly kind: 'part'; readonly id: number; readonly part: Part }
  | { readonly kind: 'end'; readonly id: number; readonly error?: string }
  | { readonly kind: 'trouble'; readonly trouble: IndexTrouble };
