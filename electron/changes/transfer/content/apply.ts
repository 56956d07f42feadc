import { Failure } from '../../../../shared/errors.ts';
import { watched } from '../../../layers/compression/streams.ts';
import type { RegistryClient } from '../../../registry/client.ts';
import type { RunControl, RunReport, RunWork } from '../../core/run-work.ts';
import { contentOf } from '../blob-content.ts';
import { ByteMeter } from '../byte-meter.ts';
import { writeNamed } from '../image-file/named-file.ts';
import { checkedPath } from '../image-file/path.ts';
import { type Replace, targetOf } from '../image-file/target.ts';
import type { ContentOrder, TransferPorts } from '../ports.ts';
import type { SaveConfirmed } from '../save/apply.ts';
import { placeOf } from '../titles.ts';
import { writeBytes } from './write-bytes.ts';

type Bytes = AsyncIterable<Uint8Array>;
type Work = { readonly ports: TransferPorts; readonly order: ContentOrder; readonly client: RegistryClient; readonly control: RunControl };

/** A blob, held against its digest; reading goes on where it breaks off. */
function blobOf(
  { order, client, control }: Work,
  { digest, size }: { readonly digest: string; readonly size: number },
  meter: ByteMeter,
): Bytes {
  return contentOf({
    digest,
    size,
    read: (blob, offset, stop) => client.blobs.read(order.repository, blob, offset, stop),
    signal: control.signal,
    turn: () => control.turn(),
    onSent: (sent) => meter.note(digest, sent),
  });
}

/** The bytes that are written, and the meter that counts what is read for them. */
async function bytesOf(work: Work, report: RunReport): Promise<{ readonly bytes: Bytes; readonly meter: ByteMeter }> {
  const { ports, order, client, control } = work;
  const { content, kind, image } = order;
  const meter = new ByteMeter(
    order.blobs.map(({ digest, size }) => [digest, size]),
    report,
  );
  if (content.kind === 'blob') return { bytes: blobOf(work, content, meter), meter };
  if (!image) throw new Failure('NOT_FOUND', { what: 'files' });
  const { layer, path } = content;
  const described = { ...image, client };
  if (kind === 'file') {
    const { size, read } = await ports.files.find(described, layer, path);
    const range = read(control.signal);
    // Only a part of the layer is read: what counts are the bytes of the file.
    const own = new ByteMeter([[path, size]], { progress: report.progress, blobs: () => {} });
    const count = (chunk: Uint8Array): void => own.note(path, own.total + chunk.byteLength);
    if (range) return { bytes: watched(range, count), meter: own };
  }
  return { bytes: ports.saver.save(described, { layer, path }, (named) => blobOf(work, named, meter)), meter };
}

/** Begins to write planned content to a file; the run's id. @throws Failure CONFLICT, STORAGE. */
export async function startContent(ports: TransferPorts, { planId, path, replace }: SaveConfirmed): Promise<string> {
  return runContent(ports, ports.contentPlans.get(planId), { path: checkedPath(path), replace });
}

async function runContent(ports: TransferPorts, order: ContentOrder, file: Pick<SaveConfirmed, 'path' | 'replace'>): Promise<string> {
  const { path } = file;
  const { connectionId, repository, content, kind } = order;
  const client = ports.clients.of(connectionId);
  // What a tar would be replaced with is a tar, what a file would be is anything.
  const allowed: Replace = ports.chosenFiles.has(path) ? 'anything' : 'tar';
  const replace = file.replace ? allowed : 'nothing';
  // A name that is taken is said before the work begins: the dialog with the name is still open then.
  await targetOf(path, replace);
  const work: RunWork<'save-content'> = async (control, report) => {
    const { signal } = control;
    const note = (part: string) => ports.unfinished.note(part);
    const { bytes, meter } = await bytesOf({ ports, order, client, control }, report);
    const size = await writeNamed({ path, replace, note, signal }, (part, mode) =>
      meter.during(() => writeBytes(path, part, mode, bytes, signal)),
    );
    return { result: { kind: 'save-content', path, bytes: size }, stopped: false };
  };
  const from = placeOf(ports, { connectionId, repository, tag: '' });
  return ports.runs.start({ kind: 'save-content', from, content, isFolder: kind === 'folder', path }, work, () =>
    runContent(ports, order, file),
  );
}
