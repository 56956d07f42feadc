import { basename } from 'node:path';
import { holdConfirmed } from '../../core/confirmed.ts';
import { recorded, writableClient } from '../../core/recorded.ts';
import type { RunControl, RunReport, RunWork } from '../../core/run-work.ts';
import type { FileImage } from '../image-file/image.ts';
import { blobsPresent } from '../plan.ts';
import type { LoadOrder, TransferPorts } from '../ports.ts';
import { type SentBytes, sendPayload } from '../send.ts';
import { placeOf } from '../titles.ts';
import { withImage } from './plan.ts';

/** Loads an image of a file into a registry; the change is in the history before its first request. @throws Failure; the signal's reason. */
async function applyLoad(
  ports: TransferPorts,
  { path, target, digest, expected }: LoadOrder,
  { graph, read }: FileImage,
  control: RunControl,
  report: RunReport,
): Promise<SentBytes> {
  const { connectionId, repository, tag } = target;
  const { signal } = control;
  const to = { client: writableClient(ports, connectionId), repository };
  const present = await blobsPresent(graph, to, signal);
  const cache = await ports.summaries.of(connectionId, repository);
  const moves = [{ tag, before: expected, after: digest }];
  const begin = { connectionId, repository, what: 'load', tag, from: basename(path), moves } as const;
  const done = recorded(
    ports,
    begin,
    async (stepLog) => {
      const tags = [{ tag, raw: graph.root, expected }];
      const source = { payload: graph, mountFrom: undefined, read };
      const job = { ...source, to, tags, present, trash: ports.trash, cache, stepLog, signal, turn: () => control.turn() };
      return { result: await sendPayload(job, report), state: 'done' };
    },
    report.change,
  );
  return (await done).result;
}

/** Begins a planned load; the run's id. @throws Failure CONFLICT, FORBIDDEN. */
export function startLoad(ports: TransferPorts, { planId, typed }: { readonly planId: string; readonly typed: readonly string[] }): string {
  const order = ports.loadPlans.get(planId);
  const { connectionId, tag } = order.target;
  writableClient(ports, connectionId);
  const moves = [{ tag, before: order.expected, after: order.digest }];
  holdConfirmed(moves, ports.clients.connection(connectionId).protectedTags, typed);
  return runLoad(ports, order);
}

function runLoad(ports: TransferPorts, order: LoadOrder): string {
  const work: RunWork<'load'> = async (control, report) => {
    const sent = await ports.dropped.use(order.path, () =>
      withImage(ports, order, control.signal, (image) => applyLoad(ports, order, image, control, report)),
    );
    return { result: { kind: 'load', digest: order.digest, ...sent }, stopped: false };
  };
  return ports.runs.start({ kind: 'load', path: order.path, to: placeOf(ports, order.target) }, work, () => runLoad(ports, order));
}
