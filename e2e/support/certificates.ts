import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './process.ts';

export type Certificates = {
  readonly folder: string;
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
  readonly authorityPem: string;
};

/** An authority of our own and a certificate for 127.0.0.1 that it issued, made with openssl. */
export async function makeCertificates(): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), 'longshore-tls-'));
  const at = (name: string): string => join(folder, name);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  await run('openssl', [
    'req',
    '-x509',
    ...key,
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
    '-days',
    '30',
    '-subj',
    '/CN=Example Corp Internal CA',
  ]);
  await run('openssl', ['req', ...key, '-keyout', at('server.key'), '-out', at('server.csr'), '-subj', '/CN=registry.example.com']);
  await writeFile(at('server.ext'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
  await run('openssl', [
    'x509',
    '-req',
    '-in',
    at('server.csr'),
    '-CA',
    at('ca.pem'),
    '-CAkey',
    at('ca.key'),
    '-CAcreateserial',
    '-out',
    at('server.pem'),
    '-days',
    '30',
    '-extfile',
    at('server.ext'),
  ]);
  return {
    folder,
    authority: at('ca.pem'),
    certificate: at('server.pem'),
    key: at('server.key'),
    authorityPem: await readFile(at('ca.pem'), 'utf8'),
  };
}

/** A key pair with a certificate in one file, as a token service signs with and Distribution verifies with. */
export async function makeSigner(): Promise<{ readonly certificate: string; readonly certificatePem: string; readonly keyPem: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'longshore-signer-'));
  const certificate = join(folder, 'signer.pem');
  const key = join(folder, 'signer.key');
  await run('openssl', [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    key,
    '-out',
    certificate,
    '-days',
    '30',
    '-subj',
    '/CN=token signer',
  ]);
  return { certificate, certificatePem: await readFile(certificate, 'utf8'), keyPem: await readFile(key, 'utf8') };
}
