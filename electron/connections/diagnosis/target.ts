import { readAddress } from '../../../shared/address.ts';
import type { ConnectionForm } from '../../../shared/contract/connections.ts';
import { Failure } from '../../../shared/errors.ts';
import { isLoopback } from '../../../shared/loopback.ts';
import type { Endpoint, NetworkOptions } from '../../registry/endpoint.ts';
import { type FormInput, trialOf } from '../form.ts';
import type { ConnectionPorts } from '../ports.ts';
import { answeringUrl, withoutSecrets } from '../try-address.ts';

/** What a diagnosis examines: a connection as it would be used. */
export type DiagnosisTarget = { readonly endpoint: Endpoint; readonly network: NetworkOptions; readonly url: URL };

/** A saved registry, or one as it stands in the form. */
export type TargetInput = { readonly id?: string | undefined; readonly form?: ConnectionForm | undefined };

/** Finds the URL that answers, as a test does; sends no password over plain http that the person did not confirm. @throws Failure INVALID_RESPONSE. */
async function settle(
  ports: ConnectionPorts,
  input: FormInput,
  signal: AbortSignal | undefined,
): Promise<{ url: string; form: ConnectionForm }> {
  const { form } = input;
  const [first, plain] = readAddress(form.address)?.urls ?? [];
  if (first === undefined) throw new Failure('INVALID_RESPONSE', { where: 'address', why: 'not-an-address' });
  if (plain === undefined || (await answeringUrl(ports, input, [first, plain], signal)) === first) return { url: first, form };
  const agreed = isLoopback(plain) || form.plainHttpConfirmed;
  return { url: plain, form: agreed ? form : withoutSecrets(input).form };
}

/** The connection as it stands in the form, or as it is saved. @throws Failure for what is no address. */
export async function targetOf(
  ports: ConnectionPorts,
  { id, form }: TargetInput,
  signal: AbortSignal | undefined,
): Promise<DiagnosisTarget> {
  if (!form) {
    const saved = ports.clients.connection(id ?? '');
    return { ...ports.clients.parts(saved, {}), url: new URL(saved.url) };
  }
  const settled = await settle(ports, { id, form }, signal);
  const { connection, unsaved } = trialOf(ports, { id, form: settled.form }, settled.url);
  return { ...ports.clients.parts(connection, unsaved), url: new URL(settled.url) };
}
