import type { DiagnosisFact, DiagnosisStep, StepName } from '../../../shared/contract/diagnosis.ts';
import { Failure, isFailure } from '../../../shared/errors.ts';
import { isLoopback } from '../../../shared/loopback.ts';
import { withoutTrailing } from '../../../shared/text.ts';
import { DeleteProbe } from '../../changes/core/probe.ts';
import { RegistryClient } from '../../registry/client.ts';
import { inspectTls } from '../../registry/http/certificate.ts';
import { askFirst, type FirstAnswer } from './ask.ts';
import { addressesOf, firstOpen, routeTo } from './network.ts';
import type { DiagnosisTarget } from './target.ts';

export type Question = {
  readonly repository: string | undefined;
  /** Asks with harmless DELETEs what may be deleted. */
  readonly deletes: boolean;
};

/** What a step found; nothing means that it went well. */
export type Finding = Partial<Pick<DiagnosisStep, 'result' | 'note' | 'facts' | 'chain' | 'failure'>>;
type Fact = readonly [DiagnosisFact['key'], string | number | undefined];

const facts = (...pairs: readonly Fact[]): DiagnosisFact[] =>
  pairs.flatMap(([key, value]) => (value === undefined || value === '' ? [] : [{ key, value: String(value) }]));

/** A failure as it crosses to the page. */
export const asValue = (failure: Failure): NonNullable<DiagnosisStep['failure']> => ({ code: failure.code, data: failure.data });

/** The steps of one diagnosis, in order. Each uses what the ones before it found, so the first failure is the last step. */
export class DiagnosisSteps {
  private readonly target: DiagnosisTarget;
  private readonly question: Question;
  private readonly signal: AbortSignal | undefined;
  private readonly client: RegistryClient;
  private direct = true;
  private addresses: string[] = [];
  private first: FirstAnswer | undefined;
  private repository: string | undefined;

  constructor(target: DiagnosisTarget, question: Question, signal: AbortSignal | undefined) {
    this.target = target;
    this.question = question;
    this.signal = signal;
    this.repository = question.repository;
    this.client = new RegistryClient(target.endpoint, target.network);
  }

  close(): Promise<void> {
    return this.client.close();
  }

  readonly steps: readonly (readonly [StepName, () => Promise<Finding> | Finding])[] = [
    ['address', () => this.address()],
    ['proxy', () => this.proxy()],
    ['name', () => this.name()],
    ['tcp', () => this.tcp()],
    ['tls', () => this.tls()],
    ['api', () => this.api()],
    ['challenge', () => this.challenge()],
    ['sign-in', () => this.signIn()],
    ['list', () => this.list()],
    ['read', () => this.read()],
    ['delete', () => this.delete()],
  ];

  private address(): Finding {
    const { href } = this.target.url;
    const plain = href.startsWith('http:') && !isLoopback(href);
    return { facts: facts(['url', withoutTrailing(href, '/')]), ...(plain ? { result: 'notice', note: 'plain-http' } : {}) };
  }

  private async proxy(): Promise<Finding> {
    const { route, proxy } = await routeTo(this.target);
    this.direct = route === 'direct';
    return this.direct ? { result: 'skipped', note: 'direct' } : { facts: facts(['proxy', proxy]) };
  }

  private async name(): Promise<Finding> {
    if (!this.direct) return { result: 'skipped', note: 'through-proxy' };
    this.addresses = await addressesOf(this.target);
    return { facts: facts(['addresses', this.addresses.slice(0, 8).join(', ')]) };
  }

  private async tcp(): Promise<Finding> {
    if (!this.direct) return { result: 'skipped', note: 'through-proxy' };
    return { facts: facts(['connected', await firstOpen(this.addresses, this.target.url)]) };
  }

  private async tls(): Promise<Finding> {
    const { endpoint, network, url } = this.target;
    if (url.protocol !== 'https:') return { result: 'skipped', note: 'plain-http' };
    const { chain, reason, detail, protocol } = await inspectTls(endpoint, network, url);
    const found = { chain, facts: facts(['protocol', protocol]) };
    if (endpoint.fingerprint !== '' && chain[0]?.fingerprint === endpoint.fingerprint) return { ...found, note: 'pinned' };
    if (endpoint.fingerprint !== '') return { ...found, ...this.failedBy('pin-changed', endpoint.fingerprint, chain) };
    if (reason !== undefined) return { ...found, ...this.failedBy(reason, detail, chain) };
    return { ...found, ...(endpoint.ca === '' ? {} : { note: 'own-authority' }) };
  }

  private failedBy(reason: Failure<'TLS'>['data']['reason'], detail: string, chain: Failure<'TLS'>['data']['chain']): Finding {
    const failure = new Failure('TLS', { host: this.target.url.host, reason, detail, chain });
    return { result: 'failed', failure: asValue(failure) };
  }

  private async api(): Promise<Finding> {
    this.first = await askFirst(this.target, this.signal);
    const { status, product } = this.first;
    return { facts: facts(['status', status], ['product', product === 'unknown' ? undefined : product]) };
  }

  private challenge(): Finding {
    const challenges = this.first?.challenges ?? [];
    if (challenges.length === 0) return { result: 'ok', note: 'open' };
    // The realm of Basic is a label, not a place.
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
    return {
      facts: facts(
        ['schemes', challenges.map(({ scheme }) => scheme).join(', ')],
        ['realm', bearer?.params.get('realm')?.slice(0, 300)],
        ['service', bearer?.params.get('service')?.slice(0, 300)],
      ),
    };
  }

  private async signIn(): Promise<Finding> {
    await this.client.ping(this.signal);
    const credential = await this.target.endpoint.credential();
    // Where no sign-in was required, the password is not verified. Reading a repository will show.
    if (credential && this.first?.status === 200) return { result: 'skipped', note: 'open' };
    const grant = this.client.grant([]);
    return {
      ...(credential ? {} : { result: 'notice', note: 'no-sign-in' }),
      facts: facts(['asked', grant?.asked], ['granted', grant?.granted], ['expires', grant?.expires]),
    };
  }

  private async list(): Promise<Finding> {
    const pages = this.client.repositories(this.signal);
    try {
      const page = await pages.next();
      const names = page.done ? [] : page.value.names;
      this.repository ??= names[0];
      return { facts: facts(['repositories', names.length]) };
    } catch (error) {
      if (!isFailure(error, 'UNSUPPORTED') || error.data.feature !== 'catalog') throw error;
      const { detail } = error.data;
      const mayNot = (detail === '401' || detail === '403') && (await this.target.endpoint.credential()) !== undefined;
      return { result: 'notice', note: mayNot ? 'may-not-list' : 'not-listed', facts: facts(['status', detail]) };
    } finally {
      await pages.return(undefined);
    }
  }

  private async read(): Promise<Finding> {
    const { repository } = this;
    if (repository === undefined) return { result: 'skipped', note: 'no-repository' };
    const pages = this.client.tags(repository, this.signal);
    const page = await pages.next();
    await pages.return(undefined);
    const names = page.done ? [] : page.value.names;
    const [tag] = names;
    const head = tag === undefined ? undefined : await this.client.head(repository, tag, this.signal);
    const grant = this.client.grant([`repository:${repository}:pull`]);
    return {
      ...(head ? {} : { result: 'notice', note: 'no-tags' }),
      facts: facts(
        ['repository', repository],
        ['tags', names.length],
        ['digest', head?.digest],
        ['asked', grant?.asked],
        ['granted', grant?.granted],
        ['quota', this.client.quota && `${this.client.quota.remaining} / ${this.client.quota.limit}`],
      ),
    };
  }

  private async delete(): Promise<Finding> {
    const { repository } = this;
    if (!this.question.deletes) return { result: 'skipped', note: 'not-asked' };
    if (repository === undefined) return { result: 'skipped', note: 'no-repository' };
    const { byDigest, byTag } = await new DeleteProbe().ask(this.client, 'diagnosis', repository, this.signal);
    const works = byDigest === 'works' || byTag === 'works';
    return { ...(works ? {} : { result: 'notice' }), facts: facts(['repository', repository], ['by-digest', byDigest], ['by-tag', byTag]) };
  }
}
