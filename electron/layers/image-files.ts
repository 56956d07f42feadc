import { setTimeout as wait } from 'node:timers/promises';
import type { FilesEvent, PlannedLayer } from '../../shared/contract/files.ts';
import { blames, Failure, isFailure } from '../../shared/errors.ts';
import type { LayerFacts } from '../../shared/files/layer-facts.ts';
import { type LayerProblem, mayRead } from '../../shared/files/layer-problem.ts';
import type { TocReason } from '../../shared/files/toc-reason.ts';
import { isUnverifiable } from '../../shared/oci/digest.ts';
import type { Descriptor } from '../../shared/oci/manifest.ts';
import { emitted } from '../registry/async-queue.ts';
import type { RegistryClient } from '../registry/client.ts';
import { pool } from '../registry/pool.ts';
import type { TreeShelf } from './kept-trees.ts';
import { MAX_IMAGE_ENTRIES } from './limits.ts';
import type { FilesThread } from './thread/files-thread.ts';
import type { AnswerOf, FilesQuestion, KnownBy } from './thread/messages.ts';
import { readContent } from './toc/content.ts';
import { bytesToList, fetchToc, type TocSource } from './toc/read-toc.ts';
import { sociOf } from './toc/soci.ts';
import { TocRefusal } from './toc/toc.ts';
import { tocName } from './toc/toc-name.ts';
import type { ComparedFiles } from './tree/compare.ts';
import { packTree } from './tree/pack.ts';
import type { FoundPlace } from './tree/place.ts';

/** Layers of one image that are read at once. */
const AT_ONCE = 3;
/** ms that closing waits for layers that were read to be kept. */
const CLOSING_MS = 2_000;
/** ms between two reports of a layer's bytes. */
const PROGRESS_MS = 100;

/** A layer as the manifest of its image names it; `size` in bytes. */
export type NamedLayer = Pick<Descriptor, 'digest' | 'mediaType' | 'size' | 'annotations'>;

/** An image whose files are asked for: its layers, the lowest first. */
export type LayeredImage = {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly digest: string;
  /** Those of its manifest. */
  readonly annotations: Descriptor['annotations'];
  readonly layers: readonly NamedLayer[];
};

/** The content of one file; `size` in bytes. */
export type FileContent = {
  readonly size: number;
  /** As it comes; undefined of a sparse file. @throws Failure, also where it is not what its digest says. */
  read(signal: AbortSignal): AsyncGenerator<Uint8Array> | undefined;
};

type Emit = (event: FilesEvent) => void;

const EMPTY = { format: 'tar', basis: 'unverified', entries: [], unpacked: 0 } as const;

/** Why nothing of a layer can be listed, where the rest of the image can. @throws the error, where it is not about the layer. */
function problemOf(error: unknown): LayerProblem {
  if (!isFailure(error) || blames(error) === 'connection') throw error;
  if (error.code === 'NOT_FOUND') return { why: 'not-found', count: 1 };
  return { why: 'refused', count: 1, detail: isFailure(error, 'REGISTRY') ? String(error.data.status) : error.code };
}

/** The layers of an image, each once, and how they are known. */
const knownBy = (image: LayeredImage): KnownBy[] =>
  [...new Map(image.layers.map((layer) => [layer.digest, layer])).values()].map((layer) => ({
    digest: layer.digest,
    toc: tocName(image, layer),
  }));

/** The files of images: reads what is not known of their layers, and answers questions about them. */
export class ImageFiles {
  private readonly thread: FilesThread;
  private readonly shelf: TreeShelf;
  private gathering = 0;
  /** Layers that were read or listed and are not kept yet. */
  private readonly unkept = new Set<string>();
  private settled: Promise<void> = Promise.resolve();

  constructor(thread: FilesThread, shelf: TreeShelf) {
    this.thread = thread;
    this.shelf = shelf;
  }

  /** Starts the thread: whoever opened an image may soon ask for its files. */
  startAhead(): void {
    this.thread.startAhead();
  }

  /** What reading an image needs. */
  async plan(image: LayeredImage): Promise<{ layers: PlannedLayer[]; bytes: number }> {
    const { layers } = image;
    const all = knownBy(image);
    const held = await this.thread.ask({ kind: 'held', layers: all });
    const lasting = held.filter((facts) => !mayRead(facts)).map(({ digest }) => digest);
    const known = new Set([...lasting, ...(await this.shelf.known(all))]);
    const planned = layers.map((layer, i): PlannedLayer => {
      const { digest, mediaType, size } = layer;
      const isKnown = known.has(digest);
      return { number: i + 1, digest, mediaType, size, isKnown, bytes: isKnown ? 0 : bytesToList(layer) };
    });
    const missing = new Map(planned.map(({ digest, bytes }) => [digest, bytes]));
    return { layers: planned, bytes: [...missing.values()].reduce((sum, size) => sum + size, 0) };
  }

  /**
   * Reads the layers that are not known, or could not be read; with `isFull` also those of which only the table of contents is. @throws Failure of the connection; the
   * signal's reason.
   */
  read(image: LayeredImage, isFull: boolean, signal: AbortSignal): AsyncGenerator<FilesEvent> {
    const ztocOf = sociOf(image, signal);
    const isEnough = (facts: LayerFacts): boolean => !mayRead(facts) && (!isFull || facts.basis !== 'table-of-contents');
    return emitted((emit) =>
      this.gather(image, { emit, isEnough }, async (layer, room, isListed) => {
        if (isUnverifiable(layer.digest)) return this.withoutFiles(layer, { why: 'unverifiable', count: 1, detail: 'BLAKE3' });
        // The table that it is listed by is known: it is held against the bytes.
        const listed = isListed ? undefined : await this.list(image, layer, () => ztocOf(layer), signal);
        if (listed && 'digest' in listed && !isFull) return listed;
        const refused = listed && 'refused' in listed ? listed.refused : undefined;
        return this.stream(image, layer, { emit, room, refused }, signal);
      }),
    );
  }

  /** Answers a question about an image. @throws Failure NOT_FOUND `files` where it was not read, `file` where there is nothing by that path. */
  async ask<Q extends FilesQuestion>(question: Q, describe: () => Promise<LayeredImage>): Promise<NonNullable<AnswerOf<Q>>> {
    const notRead = (): never => {
      throw new Failure('NOT_FOUND', { what: 'files', subject: question.image });
    };
    const answer = await this.thread.ask(question);
    if (answer) return answer as NonNullable<AnswerOf<Q>>;
    // It is not held any more: what is kept of it may be enough.
    await this.gather(await describe(), { emit: () => {}, isEnough: () => true }, notRead);
    const second = await this.thread.ask(question);
    if (second) return second as NonNullable<AnswerOf<Q>>;
    throw 'path' in question ? new Failure('NOT_FOUND', { what: 'file', subject: `/${question.path}` }) : notRead();
  }

  /** Where the content of a file is, to be read. @throws Failure NOT_FOUND where there is none by that path. */
  async find(image: LayeredImage, layer: number | undefined, path: string): Promise<FileContent> {
    const sizes = image.layers.map(({ size }) => size);
    const found = await this.ask({ kind: 'place', image: image.digest, layer, path, sizes }, async () => image);
    return { size: found.size, read: (signal) => this.bytesOf(image, found, signal) };
  }

  /** What the files of two images that were read differ in. @throws Failure NOT_FOUND where one of them was not read. */
  async compare(image: string, other: string, describe: () => Promise<readonly [LayeredImage, LayeredImage]>): Promise<ComparedFiles> {
    const question = { kind: 'compare', image, other } as const;
    const answer = await this.thread.ask(question);
    if (answer) return answer;
    // One that is not held any more is put together again from what is kept of it; so is the other one, which `ask` then finds.
    const [, second] = await describe();
    const first = async (): Promise<LayeredImage> => (await describe())[0];
    await this.ask({ kind: 'wasted', image: other }, async () => second);
    return this.ask(question, first);
  }

  async close(): Promise<void> {
    await Promise.race([this.settled, wait(CLOSING_MS, undefined, { ref: false })]);
    await this.thread.close();
  }

  /** Has all layers of an image put on each other; `fetch` gives those of which not enough is held or kept. */
  private async gather(
    image: LayeredImage,
    { emit, isEnough }: { readonly emit: Emit; readonly isEnough: (facts: LayerFacts) => boolean },
    fetch: (layer: NamedLayer, room: number, isListed: boolean) => Promise<LayerFacts>,
  ): Promise<void> {
    this.gathering++;
    try {
      const missing = new Map(image.layers.map((layer) => [layer.digest, layer]));
      let files = 0;
      const tell = (facts: LayerFacts): void => {
        missing.delete(facts.digest);
        files += facts.files;
        for (const [i, { digest }] of image.layers.entries()) if (digest === facts.digest) emit({ kind: 'layer', number: i + 1, ...facts });
      };
      const known = new Map(knownBy(image).map((one) => [one.digest, one]));
      const held = await this.thread.ask({ kind: 'held', layers: [...known.values()] });
      for (const facts of held) if (isEnough(facts)) tell(facts);
      const waiting = [...missing.values()];
      await pool(
        AT_ONCE,
        () => waiting.shift(),
        async (layer) => {
          const listed = held.find(({ digest, basis }) => digest === layer.digest && basis === 'table-of-contents');
          const recalled = listed ?? (await this.recall(known.get(layer.digest)));
          const isListed = recalled?.basis === 'table-of-contents';
          tell(recalled && isEnough(recalled) ? recalled : await fetch(layer, MAX_IMAGE_ENTRIES - files, isListed));
        },
      );
      const digests = image.layers.map(({ digest }) => digest);
      const facts = await this.thread.ask({ kind: 'merge', image: image.digest, digests });
      if (!facts) throw new Failure('NOT_FOUND', { what: 'files', subject: image.digest });
      emit({ kind: 'end', ...facts });
    } finally {
      this.gathering--;
      this.settled = this.settle().catch(() => {});
    }
  }

  /** Has the layers kept that were read, now that nobody waits for them, and those forgotten that no image needs. */
  private async settle(): Promise<void> {
    for (const digest of this.unkept) {
      // Layers that others are still putting together must stay, and are what they wait for.
      if (this.gathering > 0) return;
      this.unkept.delete(digest);
      const kept = await this.thread.ask({ kind: 'pack', digest });
      if (kept) this.shelf.save(kept);
    }
    if (this.gathering === 0) await this.thread.ask({ kind: 'drop' });
  }

  /** The bytes of a file by one range of its layer; undefined where they are not in one piece. */
  private bytesOf({ client, repository, layers }: LayeredImage, { layer, place }: FoundPlace, signal: AbortSignal) {
    const named = layers[layer - 1];
    if (!named || !place) return undefined;
    const ranges = client.blobs.ranges(repository, named.digest);
    return readContent((from, to) => ranges.read(from, to, signal), place, signal);
  }

  private async recall(layer: KnownBy | undefined): Promise<LayerFacts | undefined> {
    const packed = layer && (await this.shelf.load(layer));
    return packed && this.thread.ask({ kind: 'put', packed });
  }

  /** A layer as its table of contents lists it, or why that is not used; undefined where it has none. @throws Failure of the connection. */
  private async list(image: LayeredImage, layer: NamedLayer, ztoc: TocSource['ztoc'], signal: AbortSignal) {
    const { client, repository } = image;
    const ranges = client.blobs.ranges(repository, layer.digest);
    try {
      const source = { part: (from: number, to: number) => ranges.bytes(from, to, signal), ztoc };
      const toc = await fetchToc(layer, source);
      const name = tocName(image, layer);
      const listed = toc && (await this.thread.ask({ kind: 'toc', layer: { digest: layer.digest, toc: name }, toc }));
      if (listed && 'digest' in listed) this.unkept.add(layer.digest);
      return listed;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof TocRefusal) return { refused: error.reason };
      // What the registry refuses of a part, it says once more of the whole.
      problemOf(error);
      return undefined;
    }
  }

  private async stream(
    image: LayeredImage,
    layer: NamedLayer,
    { emit, room, refused }: { readonly emit: Emit; readonly room: number; readonly refused: TocReason | undefined },
    signal: AbortSignal,
  ): Promise<LayerFacts> {
    if (layer.mediaType.endsWith('+encrypted')) return this.withoutFiles(layer, { why: 'encrypted', count: 1 });
    try {
      const read = await this.thread.read(layer, this.watched(image, layer, emit, signal), {
        ...{ entries: room, refused, toc: tocName(image, layer) },
      });
      this.unkept.add(read.digest);
      return read;
    } catch (error) {
      signal.throwIfAborted();
      return this.withoutFiles(layer, problemOf(error));
    }
  }

  /** The bytes of a layer, reported as they come. */
  private async *watched({ client, repository, layers }: LayeredImage, layer: NamedLayer, emit: Emit, signal: AbortSignal) {
    const number = layers.indexOf(layer) + 1;
    let [bytes, told] = [0, 0];
    for await (const chunk of client.blobs.read(repository, layer.digest, 0, signal)) {
      bytes += chunk.byteLength;
      const now = performance.now();
      if (now - told >= PROGRESS_MS) {
        told = now;
        emit({ kind: 'progress', layer: number, bytes, of: layer.size });
      }
      yield chunk;
    }
  }

  private async withoutFiles({ digest }: NamedLayer, problem: LayerProblem): Promise<LayerFacts> {
    const tree = { ...EMPTY, digest, problems: [problem] };
    const facts = await this.thread.ask({ kind: 'put', packed: await packTree(tree) });
    return facts ?? { ...tree, files: 0 };
  }
}
