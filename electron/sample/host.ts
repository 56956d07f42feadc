import type { Connection } from '../../shared/contract/connections.ts';
import type { AppDocument } from '../storage/document.ts';
import type { SampleRegistry } from './registry.ts';

const SAMPLE_ID = 'sample';

/** The sample registry of a running application: started when asked for, gone with it. Its saved connection survives and gets a new address. */
export class SampleHost {
  private starting: Promise<SampleRegistry> | undefined;

  /** Starts the sample if need be and saves its connection, under the name that it has or gets now. */
  async open(document: AppDocument, name?: string): Promise<Connection> {
    const { url } = await this.start();
    const others = document.connections.filter((connection) => connection.id !== SAMPLE_ID);
    const known = document.connections.find((connection) => connection.id === SAMPLE_ID);
    const fresh: Connection = {
      id: SAMPLE_ID,
      name: name ?? known?.name ?? 'Sample',
      url,
      signIn: 'none',
      username: '',
      helper: '',
      secret: 'none',
      readOnly: false,
      protectedTags: [],
      folder: '',
      colour: 'none',
      production: false,
      ca: '',
      clientCertificate: '',
      hasClientKey: false,
      fingerprint: '',
      proxy: { kind: 'none', url: '', username: '', hasPassword: false },
      pinned: [],
      recent: [],
      trustedRealms: [],
      sample: true,
    };
    const connection = { ...fresh, pinned: known?.pinned ?? [], recent: known?.recent ?? [] };
    document.connections = [...others, connection];
    return connection;
  }

  /** Opens the sample and shows it first: what `--sample` asks for. */
  async openFirst(document: AppDocument): Promise<void> {
    const { id } = await this.open(document);
    document.settings = { ...document.settings, place: { connectionId: id } };
  }

  /** At the start of the application: a sample that was saved is started again. */
  async revive(document: AppDocument): Promise<void> {
    if (document.connections.some((connection) => connection.id === SAMPLE_ID)) await this.open(document);
  }

  async stop(): Promise<void> {
    await (await this.starting)?.stop();
  }

  private start(): Promise<SampleRegistry> {
    this.starting ??= (async () => {
      // Most starts show no sample, and need neither.
      const [{ createSampleContent }, { SampleRegistry }] = await Promise.all([import('./content.ts'), import('./registry.ts')]);
      const registry = new SampleRegistry(createSampleContent());
      await registry.start();
      return registry;
    })();
    return this.starting;
  }
}
