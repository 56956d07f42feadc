import { copyFile, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needs } from '../needs.ts';
import { run } from '../process.ts';

export type Certificates = {
  readonly folder: string;
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
  readonly authorityPem: string;
  /** For a person, issued by the same authority. */
  readonly client: { readonly certificatePem: string; readonly keyPem: string; readonly folder: string };
};

export type ServerCertificate = {
  /** What stands in its subjectAltName, such as `IP:127.0.0.1,DNS:localhost`. */
  readonly names?: string;
  readonly expired?: boolean;
};

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** An authority of our own, a server's certificate and a client's that it issued, made with openssl. */
export async function makeCertificates({
  names = 'IP:127.0.0.1,DNS:localhost',
  expired = false,
}: ServerCertificate = {}): Promise<Certificates> {
  needs('openssl');
  const folder = await mkdtemp(join(tmpdir(), 'longshore-tls-'));
  const at = (name: string): string => join(folder, name);
  const authority = ['-keyout', at('ca.key'), '-out', at('ca.pem'), '-days', '30', '-subj', '/CN=Example Corp Internal CA'];
  await run('openssl', ['req', '-x509', ...KEY, ...authority]);
  const issue = async (name: string, subject: string, extension: string, days: string[]): Promise<void> => {
    await run('openssl', ['req', ...KEY, '-keyout', at(`${name}.key`), '-out', at(`${name}.csr`), '-subj', `/CN=${subject}`]);
    await writeFile(at(`${name}.ext`), `${extension}\n`);
    const signer = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial'];
    const files = ['-in', at(`${name}.csr`), '-out', at(`${name}.pem`), '-extfile', at(`${name}.ext`)];
    await run('openssl', ['x509', '-req', ...files, ...signer, ...days]);
  };
  // openssl 3.0 knows no start date for `x509 -req`: a negative number of days ends before it begins, which is expired too.
  await issue('server', 'registry.example.com', `subjectAltName=${names}`, ['-days', expired ? '-1' : '30']);
  await issue('client', 'ci-reader', 'extendedKeyUsage=clientAuth', ['-days', '30']);
  // As skopeo wants them.
  await mkdir(at('client'));
  await copyFile(at('client.pem'), at('client/client.cert'));
  await copyFile(at('client.key'), at('client/client.key'));
  return {
    folder,
    authority: at('ca.pem'),
    certificate: at('server.pem'),
    key: at('server.key'),
    authorityPem: await readFile(at('ca.pem'), 'utf8'),
    client: {
      certificatePem: await readFile(at('client.pem'), 'utf8'),
      keyPem: await readFile(at('client.key'), 'utf8'),
      folder: at('client'),
    },
  };
}

/** A key pair with a certificate in one file, as a token service signs with and Distribution verifies with. */
export async function makeSigner(): Promise<{ readonly certificate: string; readonly certificatePem: string; readonly keyPem: string }> {
  needs('openssl');
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
