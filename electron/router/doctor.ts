import type { DiagnosisEvent } from '../../shared/contract/doctor.ts';
import { Failure } from '../../shared/errors.ts';
import { diagnose } from '../doctor/diagnose.ts';
import type { Patient } from '../doctor/way.ts';
import { readAddress } from './address.ts';
import { implementation, type Services } from './base.ts';
import { connectionOf, type Draft, unsavedOf } from './draft.ts';

type Input = { readonly id?: string | undefined; readonly draft?: Draft['draft'] | undefined };

/** The connection as it stands in the form, or as it is saved. @throws Failure for what is no address. */
function patientOf(services: Services, { id, draft }: Input): Patient {
  if (!draft) {
    const saved = services.clients.connection(id ?? '');
    return { ...services.clients.parts(saved, {}), url: new URL(saved.url) };
  }
  const [url] = readAddress(draft.address)?.urls ?? [];
  if (url === undefined) throw new Failure('INVALID_RESPONSE', { where: 'address', why: 'not an address' });
  const input = { id, draft };
  return { ...services.clients.parts(connectionOf(services, input, url), unsavedOf(services, input, url)), url: new URL(url) };
}

async function* examine(
  services: Services,
  input: Input & { readonly repository?: string | undefined; readonly deletes: boolean },
  signal: AbortSignal | undefined,
): AsyncGenerator<DiagnosisEvent> {
  yield* diagnose(patientOf(services, input), { repository: input.repository, deletes: input.deletes }, signal);
}

export const doctor = {
  diagnose: implementation.connections.diagnose.handler(({ input, context, signal }) => examine(context, input, signal)),
};
