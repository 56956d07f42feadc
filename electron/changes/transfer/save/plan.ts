import type { SavePlan } from '../../../../shared/contract/transfer.ts';
import { asValue, blames } from '../../../../shared/errors.ts';
import { isDockerType, isIndexType } from '../../../../shared/oci/media-types.ts';
import { pool } from '../../../registry/pool.ts';
import { type Graph, readGraph } from '../graph.ts';
import type { FileFormat } from '../image-file/write.ts';
import { sourceOf } from '../payload.ts';
import { shareOf } from '../plan.ts';
import type { SaveOrder, TransferPorts } from '../ports.ts';

/** Images that are read at once. */
const WIDTH = 4;

type Form = {
  readonly connectionId: string;
  readonly repository: string;
  readonly platforms: readonly string[] | null;
  readonly format: FileFormat;
};

export type SaveQuestion = Form & { readonly tags: readonly string[] };

/** The image as the file will hold it. `docker load` takes one image without attestations. */
export function readForFile(
  { clients }: TransferPorts,
  { connectionId, repository, platforms, format }: Form,
  reference: string,
  signal: AbortSignal | undefined,
): Promise<Graph> {
  return readGraph(sourceOf({ client: clients.of(connectionId), repository }, signal), reference, platforms, format === 'oci');
}

type Read = { readonly tag: string } & ({ readonly graph: Graph } | { readonly error: unknown });

/** Reads each image. @throws Failure of the connection, and where none can be read. */
async function readAll(ports: TransferPorts, question: SaveQuestion, signal: AbortSignal | undefined): Promise<Read[]> {
  const read = new Map<string, Read>();
  const waiting = [...question.tags].reverse();
  await pool(
    WIDTH,
    () => waiting.pop(),
    async (tag) => {
      try {
        read.set(tag, { tag, graph: await readForFile(ports, question, tag, signal) });
      } catch (error) {
        if (blames(error) === 'connection') throw error;
        read.set(tag, { tag, error });
      }
    },
  );
  const all = question.tags.flatMap((tag) => read.get(tag) ?? []);
  const [first] = all;
  if (first && 'error' in first && all.every((one) => 'error' in one)) throw first.error;
  return all;
}

/** What a file would hold. Reads, changes nothing. */
export async function planSave(ports: TransferPorts, question: SaveQuestion, signal: AbortSignal | undefined): Promise<SavePlan> {
  const { tags: _, ...form } = question;
  const all = await readAll(ports, question, signal);
  const readable = all.filter((one) => 'graph' in one);
  const graphs = readable.map(({ graph }) => graph);
  const order: SaveOrder = { ...form, images: readable.map(({ tag, graph }) => ({ tag, digest: graph.whole.digest })) };
  return {
    planId: ports.savePlans.keep(order),
    images: readable.map(({ tag, graph }) => ({ tag, digest: graph.root.digest })),
    failed: all.flatMap((one) => ('error' in one ? [{ tag: one.tag, failure: asValue(one.error) }] : [])),
    isIndex: graphs.some(({ root }) => isIndexType(root.mediaType)),
    isDocker: graphs.some(({ manifests }) => manifests.some(({ mediaType }) => isDockerType(mediaType))),
    missing: [...new Map(graphs.flatMap(({ missing }) => missing.map((one) => [one.digest, one]))).values()],
    foreign: shareOf([...new Map(graphs.flatMap(({ foreign }) => [...foreign]))]),
    platforms: platformsOf(graphs),
    ...shareOf([...new Map(graphs.flatMap(({ blobs }) => [...blobs]))]),
  };
}

/** Every platform that one of the images has, with the bytes that are its own. */
function platformsOf(graphs: readonly Graph[]): SavePlan['platforms'] {
  const sizes = new Map<string, number>();
  for (const { platforms } of new Map(graphs.map((graph) => [graph.whole.digest, graph])).values())
    for (const { name, size } of platforms) sizes.set(name, (sizes.get(name) ?? 0) + size);
  return [...sizes].map(([name, size]) => ({ name, size }));
}
