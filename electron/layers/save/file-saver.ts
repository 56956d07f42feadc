import { randomUUID } from 'node:crypto';
import { assertNever } from '../../../shared/assert-never.ts';
import { Failure } from '../../../shared/errors.ts';
import { gibibytes } from '../compression/unpack.ts';
import type { ImageFiles, LayeredImage, NamedLayer } from '../image-files.ts';
import { MAX_HOLE_BYTES } from '../limits.ts';
import type { FilesThread } from '../thread/files-thread.ts';
import type { SaveFacts, SaveQuestion } from './save-plan.ts';
import type { Refusal } from './saving.ts';

/** The bytes of a layer, held against its digest. */
export type ReadLayer = (layer: NamedLayer) => AsyncIterable<Uint8Array>;

async function* nothing(): AsyncGenerator<Uint8Array> {}

function refuse(refusal: Refusal, path: string): never {
  switch (refusal.why) {
    case 'damaged':
      throw new Failure('INVALID_RESPONSE', { where: 'blob', why: 'cannot-unpack' });
    case 'differs':
      throw new Failure('IMAGE_FILE', { reason: 'layer-differs', subject: String(refusal.layer) });
    case 'holes':
      throw new Failure('IMAGE_FILE', { reason: 'holes-too-large', subject: `/${path}`, limit: gibibytes(MAX_HOLE_BYTES) });
    default:
      assertNever(refusal);
  }
}

/** Saves files and folders out of the layers of images, as their bytes come: nothing of a layer is kept. */
export class FileSaver {
  private readonly files: ImageFiles;
  private readonly thread: FilesThread;

  constructor(files: ImageFiles, thread: FilesThread) {
    this.files = files;
    this.thread = thread;
  }

  /** What saving needs. @throws Failure NOT_FOUND; IMAGE_FILE `layer-unread` where nobody knows whether that is all. */
  async plan(image: LayeredImage, question: SaveQuestion, keep?: string): Promise<SaveFacts> {
    const kept = keep === undefined ? {} : { keep };
    const facts = await this.files.ask({ kind: 'save', image: image.digest, ...question, ...kept }, async () => image);
    const [unread] = facts.unread;
    if (unread !== undefined) throw new Failure('IMAGE_FILE', { reason: 'layer-unread', subject: String(unread) });
    return facts;
  }

  /**
   * A folder as a tar, or a file as it is. Each layer that has something of it is read once, whole. @throws Failure, also what reading a layer ends
   * with; the error of the thread.
   */
  async *save(image: LayeredImage, question: SaveQuestion, read: ReadLayer): AsyncGenerator<Uint8Array> {
    const name = randomUUID();
    try {
      const { layers } = await this.plan(image, question, name);
      for (const number of layers) {
        const layer = image.layers[number - 1];
        if (!layer) throw new Failure('NOT_FOUND', { what: 'files', subject: image.digest });
        const refused = yield* this.thread.write(name, number, read(layer));
        if (refused) refuse(refused, question.path);
      }
      const refused = yield* this.thread.write(name, undefined, nothing());
      if (refused) refuse(refused, question.path);
    } finally {
      this.thread.forget(name);
    }
  }
}
