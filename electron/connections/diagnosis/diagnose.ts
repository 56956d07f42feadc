import type { DiagnosisEvent, DiagnosisFact, DiagnosisStep, StepName } from '../../../shared/contract/diagnosis.ts';
import { type Failure, isFailure } from '../../../shared/errors.ts';
import { hiderOf, secretsOf } from '../../registry/auth/redact.ts';
import type { Endpoint } from '../../registry/endpoint.ts';
import { asValue, DiagnosisSteps, type Finding, type Question } from './steps.ts';
import type { DiagnosisTarget } from './target.ts';

/** Facts in a server's own words. */
const QUOTED: ReadonlySet<DiagnosisFact['key']> = new Set(['realm', 'service', 'asked', 'granted']);

/** What a server says, without a sign-in that it repeats. The sign-in is only looked up where the server says something. */
async function withoutSecrets(endpoint: Endpoint, facts: readonly DiagnosisFact[]): Promise<DiagnosisFact[]> {
  if (!facts.some(({ key }) => QUOTED.has(key))) return [...facts];
  const hider = hiderOf(secretsOf(await endpoint.credential().catch(() => undefined)));
  return facts.map((fact) => (QUOTED.has(fact.key) ? { ...fact, value: hider.text(fact.value) } : fact));
}

async function failureWithoutSecrets(endpoint: Endpoint, error: Failure): Promise<Failure> {
  if (!('errors' in error.data) && !('realm' in error.data)) return error;
  return hiderOf(secretsOf(await endpoint.credential().catch(() => undefined))).failure(error);
}

async function take(endpoint: Endpoint, name: StepName, step: () => Promise<Finding> | Finding): Promise<DiagnosisStep> {
  const started = performance.now();
  const base = { name, result: 'ok' } as const;
  try {
    const finding = await step();
    const said = await withoutSecrets(endpoint, finding.facts ?? []);
    return { ...base, ...finding, facts: said, chain: finding.chain ?? [], took: performance.now() - started };
  } catch (thrown) {
    if (!isFailure(thrown)) throw thrown;
    const error = await failureWithoutSecrets(endpoint, thrown);
    const chain = isFailure(error, 'TLS') ? error.data.chain : [];
    return { ...base, result: 'failed', facts: [], chain, failure: asValue(error), took: performance.now() - started };
  }
}

/**
 * Diagnoses a connection step by step, each with its time, and ends at the first failure. Sends nothing that browsing would not send; deletes are
 * only probed when asked to, and hit nothing (docs/protocol.md section 5).
 */
export async function* diagnose(
  target: DiagnosisTarget,
  question: Question,
  signal: AbortSignal | undefined,
): AsyncGenerator<DiagnosisEvent> {
  const diagnosis = new DiagnosisSteps(target, question, signal);
  let healthy = true;
  try {
    for (const [name, step] of diagnosis.steps) {
      yield { kind: 'begin', name };
      const taken = await take(target.endpoint, name, step);
      yield { kind: 'step', step: taken };
      if (taken.result !== 'failed') continue;
      healthy = false;
      break;
    }
    yield { kind: 'end', healthy };
  } finally {
    await diagnosis.close();
  }
}
