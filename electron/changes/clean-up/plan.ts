import { asksForPulls } from '../../../shared/clean-up.ts';
import type { CleanUpEvent, CleanUpRow, RuleSet, Weight } from '../../../shared/contract/clean-up.ts';
import type { ToldOfTag } from '../../../shared/contract/tags.ts';
import { blames } from '../../../shared/errors.ts';
import { isDigest, subjectOf } from '../../../shared/oci/digest.ts';
import { readTold } from '../../browse/told-tags.ts';
import { emitted } from '../../registry/async-queue.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { pool } from '../../registry/pool.ts';
import type { Plans } from '../core/plans.ts';
import type { ChangePorts } from '../core/ports.ts';
import { isComplete, readManifests, readSnapshot, type Snapshot, type Source } from '../core/snapshot.ts';
import type { CleanUpFacts } from './decide.ts';
import { weigh, weighAll } from './weigh.ts';
import { decideSurely, deletedOf, yieldsOf } from './yields.ts';

/** What was read for a dry run, kept so that edits need no further requests. */
export type DryRun = { readonly facts: ReadonlyMap<string, CleanUpFacts>; readonly untagOnly: boolean };

type CleanUpPorts = Pick<ChangePorts, 'clients' | 'summaries' | 'untagged'> & {
  /** Dry runs that pages show. */
  readonly cleanUpPlans: Plans<DryRun>;
};

/** Rows a message: a page draws between two of them. */
const BATCH = 500;
/** Requests at once. */
const WIDTH = 6;

type Scope = { readonly kind: 'repository'; readonly repository: string } | { readonly kind: 'namespace'; readonly prefix: string };
type Question = { readonly connectionId: string; readonly scope: Scope; readonly ruleSet: RuleSet };
type Emit = (event: CleanUpEvent) => void;

async function repositoriesOf(
  ports: CleanUpPorts,
  connectionId: string,
  scope: Scope,
  signal: AbortSignal | undefined,
): Promise<{ names: string[]; capped: boolean }> {
  if (scope.kind === 'repository') return { names: [scope.repository], capped: false };
  const names: string[] = [];
  let capped = false;
  for await (const page of ports.clients.of(connectionId).repositories(signal)) {
    for (const name of page.names) if (name.startsWith(scope.prefix)) names.push(name);
    capped ||= page.cut !== undefined;
  }
  return { names, capped };
}

/** Images that signatures and other referrers name in their tags and that the registry does not have: neither a tag nor an index leads to them. */
async function missingSubjectsOf(
  client: RegistryClient,
  repository: string,
  { scan, summaries }: Snapshot,
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<string>> {
  const known = new Set([...scan.heads.values()].flatMap(({ digest }) => [digest, ...(summaries.get(digest)?.children ?? [])]));
  const waiting = [...new Set([...scan.heads.keys()].flatMap((tag) => subjectOf(tag) ?? []))].filter(
    (digest) => isDigest(digest) && !known.has(digest),
  );
  const missing = new Set<string>();
  await pool(
    WIDTH,
    () => waiting.pop(),
    async (digest) => {
      if (!(await client.head(repository, digest, signal))) missing.add(digest);
    },
  );
  return missing;
}

type OfUntagged = Pick<CleanUpFacts, 'untagged' | 'pushed' | 'neverTagged'>;

const nothingUntagged: OfUntagged = { untagged: new Map(), pushed: new Map(), neverTagged: new Set() };

/** Manifests without a tag that are known of and can be read: of others nothing is said, and nothing deleted. */
async function untaggedOf(ports: CleanUpPorts, source: Source, connectionId: string): Promise<OfUntagged> {
  const { repository, signal } = source;
  const found = await ports.untagged({ connectionId, repository }, signal);
  const { summaries } = await readManifests(source, new Map(found.map(({ digest }) => [digest, undefined])));
  return {
    untagged: summaries,
    pushed: new Map(found.flatMap(({ digest, pushed }) => (pushed === undefined ? [] : [[digest, pushed] as const]))),
    neverTagged: new Set(found.flatMap(({ digest, wasTagged }) => (wasTagged ? [] : [digest]))),
  };
}

async function gather(
  ports: CleanUpPorts,
  { connectionId, ruleSet }: Question,
  repository: string,
  onProgress: (read: number, total: number) => void,
  signal: AbortSignal | undefined,
): Promise<CleanUpFacts> {
  const client = ports.clients.of(connectionId);
  const { protectedTags } = ports.clients.connection(connectionId);
  const cache = await ports.summaries.of(connectionId, repository);
  // A product may count a manifest that is read as a pull (docs/protocol.md, section 6): it is asked before.
  const told = asksForPulls(ruleSet) ? await readTold(client, repository, signal) : new Map<string, ToldOfTag>();
  const snapshot = await readSnapshot({ client, repository, cache, signal }, 'all', onProgress);
  await cache.flush();
  const missingSubjects = ruleSet.orphans ? await missingSubjectsOf(client, repository, snapshot, signal) : new Set<string>();
  const bare = ruleSet.untagged ? await untaggedOf(ports, { client, repository, cache, signal }, connectionId) : nothingUntagged;
  await cache.flush();
  return { ...snapshot, protectedTags, missingSubjects, told, ...bare, now: Date.now() };
}

function emitRows(repository: string, rows: readonly CleanUpRow[], emit: Emit): void {
  for (let at = 0; at < rows.length; at += BATCH) emit({ kind: 'rows', repository, rows: rows.slice(at, at + BATCH) });
}

/** The dry run: Delete or Keep for every tag, with the reason. Reads, changes nothing. */
export async function* planCleanUp(ports: CleanUpPorts, question: Question, signal: AbortSignal | undefined): AsyncGenerator<CleanUpEvent> {
  const { connectionId, scope, ruleSet } = question;
  yield* emitted<CleanUpEvent>(async (emit) => {
    const { names: repositories, capped } = await repositoriesOf(ports, connectionId, scope, signal);
    const unreadable: string[] = [];
    const all = new Map<string, CleanUpFacts>();
    const deleted = new Map<string, ReadonlySet<string>>();
    for (const [done, repository] of repositories.entries()) {
      const tell = (read: number, total: number): void => {
        if (read % 100 === 0 || read === total) emit({ kind: 'progress', repository, read, total, done, of: repositories.length });
      };
      const facts = await gather(ports, question, repository, tell, signal).catch((error: unknown) => {
        // A repository that cannot be read does not stop the others.
        if (repositories.length === 1 || blames(error) === 'connection') throw error;
        unreadable.push(repository);
      });
      if (!facts) continue;
      const rows = decideSurely(facts, ruleSet);
      if ('field' in rows) return emit({ kind: 'invalid', ...rows });
      all.set(repository, facts);
      deleted.set(repository, deletedOf(rows));
      emitRows(repository, rows, emit);
    }
    const planId = ports.cleanUpPlans.keep({ facts: all, untagOnly: ruleSet.untagOnly });
    const complete = !capped && unreadable.length === 0 && [...all.values()].every(isComplete);
    const weight = weigh(all, deleted, ruleSet.untagOnly);
    emit({ kind: 'end', planId, complete, unreadable, bytesTotal: weighAll(all), yields: await yieldsOf(all), ...weight });
  });
}

/** The bytes that these tags of a dry run free. @throws Failure CONFLICT `plan-expired`. */
export function weighEdited(
  { cleanUpPlans }: Pick<CleanUpPorts, 'cleanUpPlans'>,
  {
    planId,
    deleted,
  }: { readonly planId: string; readonly deleted: readonly { readonly repository: string; readonly tags: readonly string[] }[] },
): Weight {
  const { facts, untagOnly } = cleanUpPlans.get(planId);
  return weigh(facts, new Map(deleted.map(({ repository, tags }) => [repository, new Set(tags)])), untagOnly);
}
