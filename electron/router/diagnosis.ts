import type { DiagnosisEvent } from '../../shared/contract/diagnosis.ts';
import { Failure } from '../../shared/errors.ts';
import { isLoopback } from '../../shared/loopback.ts';
import { readAddress } from '../connections/address.ts';
import { diagnose } from '../connections/diagnosis/diagnose.ts';
import type { Patient } from '../connections/diagnosis/way.ts';
import { type Draft, trialOf } from '../connections/draft.ts';
import { answeringUrl, withoutSecrets } from '../connections/try-address.ts';
import { implementation, type Services } from './base.ts';

type Input = { readonly id?: string | undefined; readonly draft?: Draft['draft'] | undefined };

/** Of an address without a scheme the one that answers, as a test finds it; without the password where nobody agreed to plain http. */
async function settle(services: Services, input: Draft, signal: AbortSignal | undefined): Promise<{ url: string; draft: Draft['draft'] }> {
  const { draft } = input;
  const [first, plain] = readAddress(draft.address)?.urls ?? [];
  if (first === undefined) throw new Failure('INVALID_RESPONSE', { where: 'address', why: 'not-an-address' });
  if (plain === undefined || (await answeringUrl(services, input, [first, plain], signal)) === first) return { url: first, draft };
  const agreed = isLoopback(plain) || draft.plainHttpConfirmed;
  return { url: plain, draft: agreed ? draft : withoutSecrets(input).draft };
}

/** The connection as it stands in the form, or as it is saved. @throws Failure for what is no address. */
async function patientOf(services: Services, { id, draft }: Input, signal: AbortSignal | undefined): Promise<Patient> {
  if (!draft) {
    const saved = services.clients.connection(id ?? '');
    return { ...services.clients.parts(saved, {}), url: new URL(saved.url) };
  }
  const settled = await settle(services, { id, draft }, signal);
  const { url } = settled;
  const { connection, unsaved } = trialOf(services, { id, draft: settled.draft }, url);
  return { ...services.clients.parts(connection, unsaved), url: new URL(url) };
}

async function* examine(
  services: Services,
  input: Input & { readonly repository?: string | undefined; readonly deletes: boolean },
  signal: AbortSignal | undefined,
): AsyncGenerator<DiagnosisEvent> {
  yield* diagnose(await patientOf(services, input, signal), { repository: input.repository, deletes: input.deletes }, signal);
}

export const doctor = {
  diagnose: implementation.connections.diagnose.handler(({ input, context, signal }) => examine(context, input, signal)),
};
