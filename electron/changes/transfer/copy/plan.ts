import type { CopySource } from '../../../../shared/contract/history.ts';
import type { CopyPlan } from '../../../../shared/contract/transfer.ts';
import { asValue, blames } from '../../../../shared/errors.ts';
import { pool } from '../../../registry/pool.ts';
import { expectedOf } from '../../core/current-tag.ts';
import { type Payload, readPayload } from '../payload.ts';
import { planPayloads, targetOf } from '../plan.ts';
import type { CopyOrder, TransferPorts } from '../ports.ts';

/** Images that are read at once. */
const WIDTH = 4;

type Wanted = { readonly reference: string; readonly tag: string };

export type CopyQuestion = {
  readonly source: Omit<CopySource, 'reference' | 'images'>;
  readonly images: readonly Wanted[];
  readonly target: CopyOrder['target'];
};

type Read = Wanted & ({ readonly payload: Payload } | { readonly error: unknown });

/** Reads each image. One that cannot be read does not keep the others from being copied. @throws Failure where none can be read. */
async function readAll(ports: TransferPorts, { source, images }: CopyQuestion, signal: AbortSignal): Promise<Read[]> {
  const from = { client: ports.clients.of(source.connectionId), repository: source.repository };
  const read = new Map<string, Read>();
  const waiting = [...images].reverse();
  await pool(
    WIDTH,
    () => waiting.pop(),
    async (image) => {
      try {
        read.set(image.tag, { ...image, payload: await readPayload(from, { ...source, reference: image.reference }, signal) });
      } catch (error) {
        if (blames(error) === 'connection') throw error;
        read.set(image.tag, { ...image, error });
      }
    },
  );
  const all = images.flatMap(({ tag }) => read.get(tag) ?? []);
  const [first] = all;
  if (first && 'error' in first && all.every((one) => 'error' in one)) throw first.error;
  return all;
}

/** What a copy between two saved registries would do. Reads, changes nothing. */
export async function planCopy(ports: TransferPorts, question: CopyQuestion, signal: AbortSignal): Promise<CopyPlan> {
  const { source, target } = question;
  const all = await readAll(ports, question, signal);
  const readable = all.filter((one) => 'payload' in one);
  const plan = await planPayloads(readable, await targetOf(ports, target, source.connectionId === target.connectionId), signal);
  const images = plan.images.flatMap((image, i) => {
    const wanted = readable[i];
    return wanted ? [{ ...image, reference: wanted.reference, tag: wanted.tag }] : [];
  });
  // The digests that were planned are copied, whatever the tags point to by then.
  const order: CopyOrder = {
    source,
    target,
    images: images.map((image) => ({
      reference: image.whole,
      name: image.reference,
      tag: image.tag,
      digest: image.digest,
      expected: expectedOf(image),
    })),
  };
  const failed = all.flatMap((one) => ('error' in one ? [{ reference: one.reference, tag: one.tag, failure: asValue(one.error) }] : []));
  return { ...plan, images, failed, planId: ports.copyPlans.keep(order) };
}
