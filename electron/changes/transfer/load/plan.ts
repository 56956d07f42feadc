import type { LoadPlan } from '../../../../shared/contract/transfer.ts';
import { Failure } from '../../../../shared/errors.ts';
import { expectedOf } from '../../core/current-tag.ts';
import type { FileImage } from '../image-file/image.ts';
import { checkedPath } from '../image-file/path.ts';
import { planPayloads, targetOf } from '../plan.ts';
import type { Target, TransferPorts } from '../ports.ts';

/** Works with an image of a file, after its layers were found to be what its config says. @throws Failure IMAGE_FILE, NOT_FOUND. */
export function withImage<T>(
  { openFiles }: TransferPorts,
  { path, digest }: { readonly path: string; readonly digest: string },
  signal: AbortSignal,
  work: (image: FileImage) => Promise<T>,
): Promise<T> {
  return openFiles.use(checkedPath(path), signal, async ({ images }) => {
    const found = images.find(({ graph }) => graph.root.digest === digest);
    if (!found) throw new Failure('NOT_FOUND', { what: 'manifest', subject: digest });
    await found.check(signal);
    return work(found);
  });
}

/** What loading an image of a file into a registry would do. Reads, changes nothing. */
export function planLoad(
  ports: TransferPorts,
  { path, digest, target }: { readonly path: string; readonly digest: string; readonly target: Target },
  signal: AbortSignal,
): Promise<LoadPlan> {
  return withImage(ports, { path, digest }, signal, async ({ graph }) => {
    const payload = { ...graph, referrers: [] };
    const { images, ...plan } = await planPayloads([{ payload, tag: target.tag }], await targetOf(ports, target, false), signal);
    const [planned] = images;
    if (!planned) throw new Failure('NOT_FOUND', { what: 'manifest', subject: digest });
    const order = { path, target, digest: planned.digest, expected: expectedOf(planned) };
    return { ...plan, image: planned, planId: ports.loadPlans.keep(order) };
  });
}
