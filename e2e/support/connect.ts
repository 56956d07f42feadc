import { RegistryClient } from '../../electron/registry/client.ts';
import type { Credential, Endpoint, NetworkOptions } from '../../electron/registry/endpoint.ts';
import { isFailure } from '../../shared/errors.ts';

/** A connection as a person would have it with nothing filled in but the address, and what a test adds to it. */
export function connectionTo(url: string, credential?: Credential, extra: Partial<Endpoint> = {}): Endpoint {
  return {
    id: 'test',
    url,
    credential: async () => credential,
    ca: '',
    fingerprint: '',
    clientCertificate: '',
    clientKey: async () => undefined,
    trustedRealms: [],
    proxy: { kind: 'none' },
    ...extra,
  };
}

/** A registry client for a test; the caller closes it. */
export function connect(
  url: string,
  credential?: Credential,
  extra: Partial<Endpoint> = {},
  network: Partial<NetworkOptions> = {},
): RegistryClient {
  return new RegistryClient(connectionTo(url, credential, extra), { userAgent: 'test', ...network });
}

/** The failure that work ends with. @throws where it does not fail, or fails otherwise. */
export async function failureOf(work: Promise<unknown>): Promise<{ code: string; data: Record<string, unknown> }> {
  try {
    await work;
  } catch (error) {
    if (isFailure(error)) return { code: error.code, data: error.data as Record<string, unknown> };
    throw error;
  }
  throw new Error('It did not fail');
}
