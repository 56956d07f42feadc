import type { FileRow } from '../../../shared/contract/files.ts';
import type { LayerFacts } from '../../../shared/files/layer-facts.ts';
import type { TocReason } from '../../../shared/files/toc-reason.ts';
import type { KeptTree } from '../kept-trees.ts';
import type { LayerSource } from '../read/plain-layer.ts';
import type { SaveFacts, SaveQuestion } from '../save/save-plan.ts';
import type { Refusal } from '../save/saving.ts';
import type { PackedToc } from '../toc/read-toc.ts';
import type { ComparedFiles } from '../tree/compare.ts';
import type { FindPlace, FoundPlace } from '../tree/place.ts';
import type { FindFiles, Folder, FoundFiles, ImageFacts, WastedFiles } from '../tree/questions.ts';

/** A question about an image whose layers were put together; `image` is the name that it got then. */
export type FilesQuestion =
  | {
      readonly kind: 'folder';
      readonly image: string;
      readonly layer: number | undefined;
      readonly path: string;
      readonly withDeleted?: boolean | undefined;
    }
  | { readonly kind: 'entry'; readonly image: string; readonly layer: number | undefined; readonly path: string }
  | ({ readonly kind: 'find'; readonly image: string } & FindFiles)
  | { readonly kind: 'wasted'; readonly image: string }
  | ({ readonly kind: 'place'; readonly image: string } & FindPlace)
  /** What saving a file or a folder needs. With a name in `keep`, it is kept under that, to be saved. */
  | ({ readonly kind: 'save'; readonly image: string; readonly keep?: string } & SaveQuestion)
  /** What another image differs in from this one. */
  | { readonly kind: 'compare'; readonly image: string; readonly other: string };

/** What the thread is asked that it answers at once. */
export type Question =
  | FilesQuestion
  /** Takes a layer that was packed before. */
  | { readonly kind: 'put'; readonly packed: Uint8Array }
  /** Takes a layer as its table of contents lists it. */
  | { readonly kind: 'toc'; readonly layer: KnownBy; readonly toc: PackedToc }
  /** Which of these layers it has. */
  | { readonly kind: 'held'; readonly layers: readonly KnownBy[] }
  /** Forgets the layers that no image needs. */
  | { readonly kind: 'drop' }
  /** Packs a layer, to be kept. Others are answered meanwhile. */
  | { readonly kind: 'pack'; readonly digest: string }
  /** Puts layers on each other. */
  | { readonly kind: 'merge'; readonly image: string; readonly digests: readonly string[] };

type Answers = {
  /** Undefined where there is no such image, layer, folder or file. */
  readonly folder: Folder | undefined;
  readonly entry: FileRow | undefined;
  readonly find: FoundFiles | undefined;
  readonly wasted: WastedFiles | undefined;
  readonly compare: ComparedFiles | undefined;
  readonly save: SaveFacts | undefined;
  readonly put: LayerFacts | undefined;
  readonly place: FoundPlace | undefined;
  readonly toc: LayerFacts | { readonly refused: TocReason };
  /** Undefined of a layer that it does not have, or whose bytes are not what its digest says. */
  readonly pack: KeptTree | undefined;
  readonly drop: undefined;
  readonly held: readonly LayerFacts[];
  /** Undefined where it does not have all of them. */
  readonly merge: ImageFacts | undefined;
};

export type Answer = Answers[keyof Answers];
export type AnswerOf<Q extends Question> = Answers[Q['kind']];

/** A layer, and the name of the table of contents that an image has it listed by. */
export type KnownBy = { readonly digest: string; readonly toc: string };

/** How one layer of what is saved ended. */
export type WrittenLayer = { readonly refused: Refusal | undefined };

/** What the thread is told. A layer is read from the bytes that follow under its id. */
export type Order =
  | { readonly kind: 'ask'; readonly id: number; readonly question: Question }
  | {
      readonly kind: 'read';
      readonly id: number;
      readonly layer: LayerSource;
      readonly entries: number;
      readonly refused: TocReason | undefined;
      /** The name of the table of contents that it is held against, where the layer is listed by it. */
      readonly toc: string | undefined;
    }
  /** Saves what one layer has of what is kept under the name; without a layer, all that is left. */
  | { readonly kind: 'write'; readonly id: number; readonly name: string; readonly layer: number | undefined }
  /** Nothing is asked yet. */
  | { readonly kind: 'warm-up' }
  | { readonly kind: 'forget'; readonly name: string }
  | { readonly kind: 'bytes'; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  /** Bytes that were made have been used. */
  | { readonly kind: 'used'; readonly id: number; readonly bytes: number }
  | { readonly kind: 'end' | 'stop'; readonly id: number };

/** What it says: that it has taken bytes, what it has made, and how something ended. */
export type Said =
  | { readonly kind: 'made'; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'taken'; readonly id: number; readonly bytes: number }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Answer | WrittenLayer }
  | { readonly kind: 'failed'; readonly id: number; readonly error: string };
