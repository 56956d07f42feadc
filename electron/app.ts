import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { EventPublisher } from '@orpc/server';
import type { ConnectionOutcome } from '../shared/contract/connections.ts';
import type { Installation, Settings } from '../shared/contract/settings.ts';
import { Failure } from '../shared/errors.ts';
import { listUntagged, mayContain } from './browse/untagged.ts';
import { Plans } from './changes/core/plans.ts';
import type { ReachAgain, Untagged } from './changes/core/ports.ts';
import { DeleteProbe } from './changes/core/probe.ts';
import type { Ending } from './changes/core/run-work.ts';
import { Runs } from './changes/core/runs.ts';
import { REACH_AGAIN } from './changes/delete/reach.ts';
import { DraggedFiles } from './changes/transfer/content/dragged-files.ts';
import { DroppedFiles } from './changes/transfer/image-file/dropped-files.ts';
import { OpenFiles } from './changes/transfer/image-file/open-files.ts';
import { continuable, continueChanges } from './changes/undo/continue.ts';
import { Clients } from './connections/clients.ts';
import { HelperConsent, type HelperQuestion } from './connections/import/helper-consent.ts';
import { Lifts } from './connections/lifts.ts';
import { Outcomes } from './connections/outcomes.ts';
import type { LocalIndex } from './index/local-index.ts';
import { openIndexed } from './index/summaries.ts';
import { treeShelf } from './index/tree-shelf.ts';
import type { SeenUntagged } from './index/untagged.ts';
import { ImageFiles } from './layers/image-files.ts';
import { FileSaver } from './layers/save/file-saver.ts';
import { FilesThread } from './layers/thread/files-thread.ts';
import { Log, logUncaught } from './log/log.ts';
import { logRequests } from './log/requests.ts';
import { collectAtRest } from './memory.ts';
import { doWithoutForms } from './no-forms.ts';
import type { NetworkOptions } from './registry/endpoint.ts';
import type { ChooseFile, Services } from './router/base.ts';
import { Shown } from './router/shown.ts';
import { SampleHost } from './sample/host.ts';
import { resumeScans } from './scan/scan.ts';
import { moveAddressSecrets } from './storage/address-secrets.ts';
import { ContentCache } from './storage/content-cache.ts';
import { AppDocument, DOCUMENT_NAME, type DocumentStore } from './storage/document.ts';
import { History } from './storage/history/history.ts';
import { LeftChanges } from './storage/left-changes.ts';
import { closeToOthers } from './storage/private-files.ts';
import { SecretStore } from './storage/secrets.ts';
import { TrashStore } from './storage/trash.ts';
import { UnfinishedFiles } from './storage/unfinished-files.ts';
import { keepTidy } from './tidy.ts';
import { type UpdateHost, Updates } from './updates/updates.ts';
import { warmUp } from './warm-up/warm-up.ts';
import { WatchFile } from './watch/watch-file.ts';
import { Watcher } from './watch/watcher.ts';

/** What the host provides. */
export type AppOptions = {
  readonly dataFolder: string;
  /** The one file of connections and settings: electron-store in Electron, conf elsewhere. */
  readonly store: DocumentStore;
  /** The name of a damaged file that was set aside before the store was opened. */
  readonly damagedFile: string | undefined;
  readonly version: string;
  /** How this copy came here; a checkout without it. */
  readonly installed?: Installation;
  /** How this copy updates itself; without it, something else does that. */
  readonly updates?: UpdateHost;
  readonly lookup?: NetworkOptions['lookup'];
  readonly chooseFile?: ChooseFile;
  /** Asks the person outside the page whether a credential helper may be asked; without it, only helpers that are saved or imported are. */
  readonly confirm?: (question: HelperQuestion, language: Settings['language']) => Promise<boolean>;
  /** The system's proxy for an address; without it only the environment is read. */
  readonly systemProxy?: NetworkOptions['systemProxy'];
  /** How a deletion asks a registry again that cannot be reached; about half a minute without it. */
  readonly reachAgain?: ReachAgain;
  /** A command asks one thing and ends: neither does what was interrupted go on, nor are caches tidied. */
  readonly isCommand?: boolean;
  /** ms since 1970, as `Date.now`: what ends by the clock. */
  readonly clock?: () => number;
};

export type App = {
  readonly services: Services;
  /**
   * Waits up to `patience` ms (Infinity for as long as it takes) for changes that are under way, saves what is only in memory and ends connections. A change that needs longer is
   * interrupted: the next start offers to restore or complete it. `ending` says what becomes of work that can be continued; without it, the next start offers to.
   */
  close(patience?: number, ending?: Ending): Promise<void>;
};

/** ms that a person who quits waits for a change to end. */
const CLOSING_TIME = 10_000;

/** Plans of retags and of transfers that are kept, of each kind. */
const SMALL_PLANS = 100;

/** What watches the process for the log; what it gives back ends that. */
function startLog(dataFolder: string, document: AppDocument, version: string): { readonly log: Log; stop(): void } {
  const log = new Log(dataFolder);
  log.setLevel(document.settings.logLevel);
  log.info('start', { version, platform: process.platform, arch: process.arch, node: process.versions.node });
  const watching = [logRequests(log), logUncaught(log)];
  return { log, stop: () => watching.forEach((stop) => void stop()) };
}

/** Asks the index and the product what may contain manifests that are to be deleted. */
function knownHolders(clients: Clients, index: LocalIndex, dataFolder: string): Services['knownHolders'] {
  return async ({ connectionId, repository }, digests, signal) => {
    const parents: string[] = [];
    const ask = async (): Promise<void> => {
      // What was just read is to be counted.
      await index.written();
      await index.ask({ kind: 'parents', digests }, (part) => parents.push(...part));
    };
    await ask().catch(() => {
      throw new Failure('STORAGE', { path: join(dataFolder, 'index.sqlite'), reason: 'other', code: '' });
    });
    return mayContain({ client: clients.of(connectionId), repository, parents, signal });
  };
}

/** Asks the index and the product which manifests have no tag. */
function knownUntagged(clients: Clients, index: LocalIndex): Services['untagged'] {
  return async (place, signal) => {
    let seen: SeenUntagged | undefined;
    // What was just read is to be counted.
    await index.written().catch(() => {});
    await index.ask({ kind: 'untagged', ...place }, (part) => (seen = part)).catch(() => {});
    const found: Untagged[] = [];
    const tagged = new Set(seen?.images.map(({ digest }) => digest));
    const { connectionId, repository } = place;
    for await (const event of listUntagged({ client: clients.of(connectionId), repository, seen, onNotFound: () => {}, signal }))
      if (event.kind === 'images')
        found.push(...event.images.map(({ digest, pushed }) => ({ digest, pushed, wasTagged: tagged.has(digest) })));
    return found;
  };
}

/** The updates of a copy that replaces itself. Also a run that only reads holds them back. */
function createUpdates(host: UpdateHost, document: AppDocument, runs: Runs, log: Log, clock: () => number): Updates {
  return new Updates({
    host,
    settings: () => document.settings,
    isIdle: () => runs.isIdle && runs.live.length === 0,
    log: (fields) => log.info('update', fields),
    clock,
  });
}

function createServices(options: AppOptions, document: AppDocument, secrets: SecretStore, log: Log): Services {
  const { dataFolder, version, damagedFile, confirm, clock = Date.now } = options;
  const network: NetworkOptions = {
    userAgent: `Longshore/${version}`,
    seenProducts: new Map(),
    ...(options.lookup ? { lookup: options.lookup } : {}),
    ...(options.systemProxy ? { systemProxy: options.systemProxy } : {}),
  };
  const outcomes: Services['outcomes'] = new EventPublisher();
  const { index, summaries } = openIndexed(dataFolder, (trouble) => log.info('index', { trouble }));
  const thread = new FilesThread();
  const files = new ImageFiles(thread, treeShelf(index));
  const lifts = new Lifts(clock);
  const runs = new Runs(clock);
  const tell = (outcome: ConnectionOutcome): void => {
    if (outcome.kind === 'answered') watcher.answered(outcome.connectionId);
    outcomes.publish('outcome', outcome);
  };
  const clients = new Clients(document, secrets, network, new Outcomes(tell), lifts);
  const watcher = new Watcher({ clients, clock, file: new WatchFile(dataFolder) });
  return {
    document,
    damagedFile,
    secrets,
    clients,
    lifts,
    outcomes,
    index,
    summaries,
    files,
    saver: new FileSaver(files, thread),
    cache: new ContentCache(dataFolder),
    trash: new TrashStore(dataFolder),
    unfinished: new UnfinishedFiles(dataFolder),
    probe: new DeleteProbe(),
    cleanUpPlans: new Plans(),
    deletePlans: new Plans(),
    planFiles: new Plans(),
    reachAgain: options.reachAgain ?? REACH_AGAIN,
    // Small, and planned again at each change of a field.
    retagPlans: new Plans(SMALL_PLANS),
    copyPlans: new Plans(SMALL_PLANS),
    savePlans: new Plans(SMALL_PLANS),
    loadPlans: new Plans(SMALL_PLANS),
    contentPlans: new Plans(SMALL_PLANS),
    dropped: new DroppedFiles(dataFolder),
    dragged: new DraggedFiles(dataFolder),
    openFiles: new OpenFiles(dataFolder),
    runs,
    knownHolders: knownHolders(clients, index, dataFolder),
    untagged: knownUntagged(clients, index),
    history: new History(dataFolder),
    sample: new SampleHost(),
    consent: new HelperConsent(confirm && ((question) => confirm(question, document.settings.language))),
    shown: new Shown(),
    watcher,
    chooseFile: options.chooseFile,
    chosenFiles: new Set(),
    log,
    version,
    installed: options.installed ?? 'checkout',
    updates: options.updates && createUpdates(options.updates, document, runs, log, clock),
    dataFolder,
  };
}

/** Composes the application from plain options. Knows no host. */
export async function createApp(options: AppOptions): Promise<App> {
  const { dataFolder, version } = options;
  doWithoutForms();
  const document = new AppDocument(options.store, join(dataFolder, `${DOCUMENT_NAME}.json`));
  const secrets = new SecretStore();
  closeToOthers(dataFolder);
  const { log, stop } = startLog(dataFolder, document, version);
  await moveAddressSecrets(document, secrets);
  const services = createServices(options, document, secrets, log);
  const { runs, dropped, dragged, openFiles, history, summaries, files, index, clients, sample } = services;
  await sample.revive(document);
  const left = new LeftChanges(dataFolder);
  if (!options.isCommand) {
    void resumeScans(services);
    // What cannot be continued is offered, like any change that was interrupted.
    void left
      .take()
      .then((changes) => continueChanges(services, changes))
      .catch(() => {});
    services.watcher.start();
  }
  const stopTidying = options.isCommand ? async () => {} : keepTidy(services);
  const stopCollecting = collectAtRest();
  const warming = new AbortController();
  if (!options.isCommand) void warmUp(warming.signal).catch(() => {});
  return {
    services,
    async close(patience = CLOSING_TIME, ending = 'offer') {
      warming.abort();
      stopCollecting();
      services.updates?.close();
      const tidied = stopTidying();
      const watched = services.watcher.close();
      const stopped = new Set(runs.stopAll(ending));
      const ended = Promise.all([tidied, watched])
        .then(() => runs.idle())
        .then(() => true);
      // A timer takes Infinity for one millisecond.
      const idle = await (patience === Infinity ? ended : Promise.race([ended, wait(patience, false, { ref: false })]));
      if (ending === 'continue') await left.leave(continuable(runs.all.filter(({ id }) => stopped.has(id))));
      await openFiles.clear();
      await dropped.clear();
      await dragged.clear();
      await history.close();
      await summaries.flush();
      await files.close();
      await index.close();
      // Closing the connections of a running change would only make it fail.
      if (idle) await clients.close();
      await sample.stop();
      stop();
      log.info('end', { idle });
      log.close();
    },
  };
}
