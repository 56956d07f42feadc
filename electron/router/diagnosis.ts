import type { ConnectionForm } from '../../shared/contract/connections.ts';
import type { DiagnosisEvent } from '../../shared/contract/diagnosis.ts';
import { Failure } from '../../shared/errors.ts';
import { isLoopback } from '../../shared/loopback.ts';
import { readAddress } from '../connections/address.ts';
import { diagnose } from '../connections/diagnosis/diagnose.ts';
import type { DiagnosisTarget } from '../connections/diagnosis/target.ts';
import { type FormInput, trialOf } from '../connections/form.ts';
import { answeringUrl, withoutSecrets } from '../connections/try-address.ts';
import { implementation, type Services } from './base.ts';

type Input = { readonly id?: string | undefined; readonly form?: ConnectionForm | undefined };

/** Of an address without a scheme the one that answers, as a test finds it; without the password where nobody agreed to plain http. */
async function settle(
  services: Services,
  input: FormInput,
  signal: AbortSignal | undefined,
): Promise<{ url: string; form: ConnectionForm }> {
  const { form } = input;
  const [first, plain] = readAddress(form.address)?.urls ?? [];
  if (first === undefined) throw new Failure('INVALID_RESPONSE', { where: 'address', why: 'not-an-address' });
  if (plain === undefined || (await answeringUrl(services, input, [first, plain], signal)) === first) return { url: first, form };
  const agreed = isLoopback(plain) || form.plainHttpConfirmed;
  return { url: plain, form: agreed ? form : withoutSecrets(input).form };
}

/** The connection as it stands in the form, or as it is saved. @throws Failure for what is no address. */
async function targetOf(services: Services, { id, form }: Input, signal: AbortSignal | undefined): Promise<DiagnosisTarget> {
  if (!form) {
    const saved = services.clients.connection(id ?? '');
    return { ...services.clients.parts(saved, {}), url: new URL(saved.url) };
  }
  const settled = await settle(services, { id, form }, signal);
  const { url } = settled;
  const { connection, unsaved } = trialOf(services, { id, form: settled.form }, url);
  return { ...services.clients.parts(connection, unsaved), url: new URL(url) };
}

async function* examine(
  services: Services,
  input: Input & { readonly repository?: string | undefined; readonly deletes: boolean },
  signal: AbortSignal | undefined,
): AsyncGenerator<DiagnosisEvent> {
  yield* diagnose(await targetOf(services, input, signal), { repository: input.repository, deletes: input.deletes }, signal);
}

export const diagnosis = {
  run: implementation.diagnosis.run.handler(({ input, context, signal }) => examine(context, input, signal)),
};
