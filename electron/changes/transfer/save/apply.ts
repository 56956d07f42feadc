import type { RunWork } from '../../core/run-work.ts';
import { checkedPath } from '../image-file/path.ts';
import { type Replace, targetOf } from '../image-file/target.ts';
import { type SavedImage, type SaveJob, writeImageFile } from '../image-file/write.ts';
import type { SaveOrder, TransferPorts } from '../ports.ts';
import { placeOf } from '../titles.ts';
import { readForFile } from './plan.ts';

export type SaveConfirmed = { readonly planId: string; readonly path: string; readonly replace: boolean };

/** Reads the planned images again, each with its name in the file. */
async function readImages(ports: TransferPorts, order: SaveOrder, signal: AbortSignal): Promise<readonly SavedImage[]> {
  const { host } = ports.clients.of(order.connectionId);
  const images: SavedImage[] = [];
  for (const { tag, digest } of order.images) {
    const name = order.format === 'oci' ? tag : `${host}/${order.repository}:${tag}`;
    images.push({ graph: await readForFile(ports, order, digest, signal), name });
  }
  return images;
}

/** Begins to write planned images to a file; the run's id. @throws Failure CONFLICT, STORAGE. */
export async function startSave(ports: TransferPorts, { planId, path: typed, replace }: SaveConfirmed): Promise<string> {
  return runSave(ports, ports.savePlans.get(planId), { path: checkedPath(typed), replace });
}

async function runSave(ports: TransferPorts, order: SaveOrder, file: Pick<SaveConfirmed, 'path' | 'replace'>): Promise<string> {
  const { path, replace } = file;
  const { connectionId, repository, images, platforms, format } = order;
  const client = ports.clients.of(connectionId);
  const allowed: Replace = ports.chosenFiles.has(path) ? 'anything' : 'tar';
  // A name that is taken is said before the work begins: the dialog with the name is still open then.
  await targetOf(path, replace ? allowed : 'nothing');
  const work: RunWork<'save'> = async (control, report) => {
    const { signal } = control;
    const job: SaveJob = {
      images: await readImages(ports, order, signal),
      format,
      path,
      replace: replace ? allowed : 'nothing',
      note: (part: string) => ports.unfinished.note(part),
      read: (blob: string, offset: number, stop: AbortSignal) => client.blobs.read(repository, blob, offset, stop),
      signal,
      turn: () => control.turn(),
    };
    return { result: { kind: 'save', path, bytes: await writeImageFile(job, report) }, stopped: false };
  };
  const tags = images.map(({ tag }) => tag);
  const from = placeOf(ports, { connectionId, repository, tag: tags[0] ?? '' });
  const about = { kind: 'save', from, tags, platforms: platforms && [...platforms], path, format } as const;
  return ports.runs.start(about, work, () => runSave(ports, order, file));
}
