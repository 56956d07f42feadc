import type { ContentPlan, SavedContent } from '../../../../shared/contract/transfer.ts';
import type { LayeredImage } from '../../../layers/image-files.ts';
import type { ContentOrder, TransferPorts } from '../ports.ts';
import { suggestedName } from './suggested-name.ts';

export type ContentQuestion = { readonly connectionId: string; readonly repository: string; readonly content: SavedContent };

/** What is to be written, and what that needs, without the name of the plan. */
async function readContent(
  { saver }: Pick<TransferPorts, 'saver'>,
  { connectionId, repository, content }: ContentQuestion,
  describe: (digest: string) => Promise<LayeredImage>,
): Promise<{ readonly order: ContentOrder; readonly plan: Omit<ContentPlan, 'planId' | 'name'> }> {
  const place = { connectionId, repository };
  if (content.kind === 'blob') {
    const { digest, size } = content;
    const order: ContentOrder = { ...place, content, kind: 'file', blobs: [{ digest, size }], image: undefined };
    return { order, plan: { kind: 'file', files: 1, bytes: size, toTransfer: { blobs: 1, bytes: size }, leftOut: 0 } };
  }
  const described = await describe(content.digest);
  const { client: _, ...image } = described;
  const { layer, path } = content;
  const { kind, files, bytes, layers, leftOut } = await saver.plan(described, { layer, path });
  const named = layers.flatMap((number) => image.layers[number - 1] ?? []);
  const blobs = [...new Map(named.map(({ digest, size }) => [digest, { digest, size }])).values()];
  const order: ContentOrder = { ...place, content, kind, blobs, image };
  // Of a single file only its part of the layer is read, as far as that is possible.
  const toTransfer = kind === 'file' ? undefined : { blobs: blobs.length, bytes: blobs.reduce((sum, { size }) => sum + size, 0) };
  return { order, plan: { kind, files, bytes, leftOut, ...(toTransfer ? { toTransfer } : {}) } };
}

/** What saving a file, a folder or a blob would write. Reads nothing of it. @throws Failure NOT_FOUND, IMAGE_FILE. */
export async function planContent(
  ports: TransferPorts,
  question: ContentQuestion,
  describe: (digest: string) => Promise<LayeredImage>,
): Promise<ContentPlan> {
  const { order, plan } = await readContent(ports, question, describe);
  return { ...plan, planId: ports.contentPlans.keep(order), name: suggestedName(question.repository, question.content, plan.kind) };
}
