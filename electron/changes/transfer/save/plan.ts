import type { SavePlan } from '../../../../shared/contract/transfer.ts';
import { isDockerType, isIndexType } from '../../../../shared/oci/media-types.ts';
import { type Graph, readGraph } from '../graph.ts';
import type { FileFormat } from '../image-file/write.ts';
import { sourceOf } from '../payload.ts';
import { shareOf } from '../plan.ts';
import type { SaveOrder, Target, TransferPorts } from '../ports.ts';

export type SaveQuestion = Target & { readonly platforms: readonly string[] | null; readonly format: FileFormat };

/** The image as the file will hold it. `docker load` takes one image without attestations. */
export function readForFile(
  { clients }: TransferPorts,
  { connectionId, repository, platforms, format }: SaveQuestion,
  reference: string,
  signal: AbortSignal | undefined,
): Promise<Graph> {
  return readGraph(sourceOf({ client: clients.of(connectionId), repository }, signal), reference, platforms, format === 'oci');
}

/** What a file would hold. Reads, changes nothing. */
export async function planSave(ports: TransferPorts, question: SaveQuestion, signal: AbortSignal | undefined): Promise<SavePlan> {
  const graph = await readForFile(ports, question, question.tag, signal);
  const { root, whole, manifests, missing, foreign, platforms, blobs } = graph;
  const order: SaveOrder = { ...question, digest: whole.digest };
  return {
    planId: ports.savePlans.keep(order),
    digest: root.digest,
    isIndex: isIndexType(root.mediaType),
    isDocker: manifests.some(({ mediaType }) => isDockerType(mediaType)),
    missing: [...missing],
    foreign: shareOf([...foreign]),
    platforms: [...platforms],
    ...shareOf([...blobs]),
  };
}
