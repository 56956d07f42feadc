import type { ContentShelf } from '../browse/image.ts';
import { LinkCheck } from '../browse/linked/broken-links.ts';
import type { RunWork } from '../changes/core/run-work.ts';
import { inBackground } from '../registry/http/background.ts';
import type { ScanPorts } from './ports.ts';

type InRepository = { readonly connectionId: string; readonly repository: string };

/** Starts a run that lists the broken links of a repository; its id. It yields to everything that somebody waits for. @throws Failure NOT_FOUND. */
export function startCheck(
  ports: Pick<ScanPorts, 'clients' | 'runs'>,
  content: ContentShelf,
  { connectionId, repository }: InRepository,
): string {
  const { name } = ports.clients.connection(connectionId);
  const work: RunWork<'check'> = async (control, report) => {
    const { signal } = control;
    const source = { client: ports.clients.of(connectionId), repository, content, signal };
    const check = new LinkCheck(source, (told) => report.progress({ phase: 'work', ...told, unit: 'items' }));
    const stopped = await inBackground(
      () => control.turn(),
      () => check.run(),
    ).then(
      () => false,
      (error: unknown) => {
        if (signal.aborted) return true;
        throw error;
      },
    );
    check.tellBlobs();
    return { result: { kind: 'check', ...check.found }, stopped };
  };
  const retry = (): string => startCheck(ports, content, { connectionId, repository });
  return ports.runs.start({ kind: 'check', connectionId, connection: name, repository }, work, retry);
}
