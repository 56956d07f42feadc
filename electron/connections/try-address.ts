import { readAddress } from '../../shared/address.ts';
import type { ProbeResult } from '../../shared/contract/connections.ts';
import { Failure, isFailure } from '../../shared/errors.ts';
import { isLoopback } from '../../shared/loopback.ts';
import type { RegistryClient } from '../registry/client.ts';
import { connectionOf, type FormInput, trialOf } from './form.ts';
import type { ConnectionPorts } from './ports.ts';

/** Whether the registry lists its repositories; the listing also proves a sign-in that `/v2/` did not ask for. */
async function listsRepositories(client: RegistryClient, signal: AbortSignal | undefined): Promise<boolean> {
  const pages = client.repositories(signal);
  try {
    await pages.next();
    return true;
  } catch (error) {
    if (isFailure(error, 'UNSUPPORTED')) return false;
    throw error;
  } finally {
    await pages.return(undefined);
  }
}

async function tryUrl(ports: ConnectionPorts, input: FormInput, url: string, signal: AbortSignal | undefined): Promise<ProbeResult> {
  const started = performance.now();
  const { connection, unsaved } = trialOf(ports, input, url);
  const client = ports.clients.create(connection, unsaved);
  try {
    await client.ping(signal);
    const lists = await listsRepositories(client, signal);
    const plainHttp = url.startsWith('http:');
    return {
      url,
      plainHttp,
      needsConfirmation: plainHttp && !isLoopback(url) && !input.form.plainHttpConfirmed,
      listsRepositories: lists,
      // Only what was asked for was proven.
      signedIn: input.form.signIn !== 'none' && client.wasAsked,
      product: client.productId,
      took: performance.now() - started,
    };
  } finally {
    await client.close();
  }
}

/** Plain http is only tried where nothing speaks TLS, and never with a password before the person has agreed to it. */
function mayBePlain(error: unknown): boolean {
  return (
    (isFailure(error, 'TLS') && error.data.reason === 'not-tls') ||
    (isFailure(error, 'NETWORK') && ['refused', 'cut'].includes(error.data.reason))
  );
}

/** The form without its sign-in. */
export function withoutSecrets(input: FormInput): FormInput {
  return { ...input, form: { ...input.form, signIn: 'none', username: '', password: '' } };
}

/**
 * Of an address without a scheme the URL that a registry answers at: plain http only where nothing speaks TLS and a registry does answer.
 * Nothing but `/v2/` is asked for, without any sign-in.
 */
export async function answeringUrl(
  ports: ConnectionPorts,
  input: FormInput,
  [first, plain]: readonly [string, string],
  signal: AbortSignal | undefined,
): Promise<string> {
  const asks = async (url: string): Promise<unknown> => {
    const client = ports.clients.create(connectionOf(ports, withoutSecrets(input), url), {});
    return client
      .ping(signal)
      .catch((error: unknown) => error)
      .finally(() => client.close());
  };
  if (!mayBePlain(await asks(first))) return first;
  const answer = await asks(plain);
  return answer === undefined || isFailure(answer, 'UNAUTHORIZED') ? plain : first;
}

/** A registry that answers over plain http: whether it is one is learnt without any password. */
async function tryPlain(ports: ConnectionPorts, input: FormInput, url: string, signal: AbortSignal | undefined): Promise<ProbeResult> {
  if (isLoopback(url) || input.form.plainHttpConfirmed) return tryUrl(ports, input, url, signal);
  try {
    return await tryUrl(ports, withoutSecrets({ form: input.form }), url, signal);
  } catch (error) {
    if (!isFailure(error, 'UNAUTHORIZED')) throw error;
    return { url, plainHttp: true, needsConfirmation: true, listsRepositories: false, signedIn: false, product: 'unknown', took: 0 };
  }
}

/** Tries the address and the sign-in of a form; without a scheme https first, then plain http. @throws Failure of the better try. */
export async function tryAddress(ports: ConnectionPorts, input: FormInput, signal: AbortSignal | undefined): Promise<ProbeResult> {
  const [first, plain] = readAddress(input.form.address)?.urls ?? [];
  if (first === undefined) throw new Failure('INVALID_RESPONSE', { where: 'address', why: 'not-an-address' });
  try {
    return first.startsWith('http:') ? await tryPlain(ports, input, first, signal) : await tryUrl(ports, input, first, signal);
  } catch (error) {
    if (plain === undefined || !mayBePlain(error)) throw error;
    return tryPlain(ports, input, plain, signal).catch((second: unknown) => {
      // Nothing answers at all: the first failure says so.
      throw isFailure(second, 'NETWORK') && isFailure(error, 'NETWORK') ? error : second;
    });
  }
}
