import type { Connection } from '../../../shared/contract/connections.ts';
import { Failure } from '../../../shared/errors.ts';

/** What the person is asked outside the page: may this helper be asked for the password of this registry, to be sent on this way? */
export type HelperQuestion = {
  readonly helper: string;
  readonly url: string;
  /** Address of a proxy that the registry names; empty where it names none. */
  readonly proxy: string;
  /** It believes a certificate or an authority of its own, or a token service of another site. */
  readonly ownTrust: boolean;
};

/** Asks the person in a window that no page can reach into. */
export type ConfirmHelper = (question: HelperQuestion) => Promise<boolean>;

/**
 * Lets a credential helper that is not saved yet be asked only after the person has agreed, once for a helper and a destination until the application
 * ends. A page alone can start no helper: where no dialog can be shown outside of it, the answer is no.
 */
export class HelperConsent {
  private readonly given = new Set<string>();
  private readonly confirm: ConfirmHelper | undefined;
  private open: { readonly key: string; readonly answer: Promise<boolean> } | undefined;

  constructor(confirm: ConfirmHelper | undefined) {
    this.confirm = confirm;
  }

  /** @throws Failure UNAUTHORIZED where the person does not agree or cannot be asked. */
  async ask({ helper, url, proxy, ca, fingerprint, trustedRealms }: Connection): Promise<void> {
    const destination = [helper, new URL(url).origin, proxy.kind, proxy.url, proxy.username, ca, fingerprint, ...trustedRealms];
    const ownTrust = ca !== '' || fingerprint !== '' || trustedRealms.length > 0;
    const key = JSON.stringify(destination);
    if (this.given.has(key)) return;
    if (!(await this.answer(key, { helper, url, proxy: proxy.url, ownTrust })))
      throw new Failure('UNAUTHORIZED', { host: new URL(url).host, challenge: '', reason: 'helper-not-confirmed' });
    this.given.add(key);
  }

  /** One question at a time: a page must not be able to bury the person in them. */
  private async answer(key: string, question: HelperQuestion): Promise<boolean> {
    if (!this.confirm) return false;
    if (this.open) return this.open.key === key && this.open.answer;
    const answer = this.confirm(question).catch(() => false);
    this.open = { key, answer };
    try {
      return await answer;
    } finally {
      this.open = undefined;
    }
  }
}
