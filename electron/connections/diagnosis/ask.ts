import { request } from 'undici';
import { Failure } from '../../../shared/errors.ts';
import type { RecognisedProduct } from '../../../shared/products/products.ts';
import { withoutTrailing } from '../../../shared/text.ts';
import { type Challenge, parseChallenges } from '../../registry/auth/challenge.ts';
import { readErrorBody } from '../../registry/http/body.ts';
import { missingCertificate } from '../../registry/http/certificate.ts';
import { withDeadline } from '../../registry/http/deadline.ts';
import { createDispatcher } from '../../registry/http/dispatcher.ts';
import { failureOfAnswer } from '../../registry/http/failure.ts';
import { ERROR_BODY_FLOOR, limits } from '../../registry/http/limits.ts';
import { failureOfSocket, isPassing } from '../../registry/http/socket-failure.ts';
import { recognise } from '../../registry/products/recognise.ts';
import type { DiagnosisTarget } from './target.ts';

/** What `/v2/` answers without a sign-in. */
export type FirstAnswer = { readonly status: number; readonly product: RecognisedProduct; readonly challenges: readonly Challenge[] };

const all = (value: string | string[] | undefined): string[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

/** `GET /v2/` without a sign-in, once. @throws Failure for what is no registry's answer and for every socket error. */
export async function askFirst({ endpoint, network, url }: DiagnosisTarget, signal: AbortSignal | undefined): Promise<FirstAnswer> {
  const dispatcher = await createDispatcher(endpoint, network, { to: 'registry' });
  const path = `${withoutTrailing(url.href, '/')}/v2/`;
  try {
    const headers = { 'user-agent': network.userAgent, 'accept-encoding': 'identity' };
    const answer = await request(path, { dispatcher, headers, signal: signal ?? null });
    const body = await readErrorBody(withDeadline(answer.body, network.floor ?? ERROR_BODY_FLOOR), limits.errorBody);
    const challenges = parseChallenges(all(answer.headers['www-authenticate']));
    const product = recognise(url.hostname, challenges, answer.headers);
    const isJson = /json|^$/.test(String(answer.headers['content-type'] ?? ''));
    if (answer.statusCode === 401 && challenges.length > 0) return { status: 401, product, challenges };
    if (answer.statusCode === 200 && (isJson || product !== 'unknown')) return { status: 200, product, challenges };
    // It is followed when signing in, by the rules for redirects.
    if ([301, 302, 307, 308].includes(answer.statusCode)) return { status: answer.statusCode, product, challenges };
    if ([200, 404].includes(answer.statusCode))
      throw new Failure('UNSUPPORTED', { feature: 'registry-v2', detail: `${answer.statusCode} ${new URL(path).pathname}` });
    throw failureOfAnswer({ status: answer.statusCode, body, headers: answer.headers }, url.host, {
      what: 'registry',
      subject: url.host,
      action: 'sign-in',
    });
  } catch (error) {
    const failure = failureOfSocket(error, url, []);
    const wants = isPassing(failure) && url.protocol === 'https:' ? await missingCertificate(endpoint, network, url) : undefined;
    throw wants ?? failure;
  } finally {
    void dispatcher.destroy();
  }
}
