import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needs } from '../needs.ts';
import { run } from '../process.ts';

/** A certificate with its key, as PEM. */
export type Certified = { readonly pem: string; readonly key: KeyObject; readonly der: Buffer };

export type SigningCertificates = {
  readonly root: Certified;
  readonly intermediate: Certified;
  /** Of release@example.com, for code signing, issued by the intermediate. */
  readonly signer: Certified;
  /** Of a server, by the same intermediate: it is not for signing code. */
  readonly server: Certified;
  /** Issued by the signer's certificate, which is no authority. */
  readonly byNoAuthority: Certified;
  /** Another root that issued none of these. */
  readonly otherRoot: Certified;
};

export const SIGNER = 'release@example.com';
export const SIGNER_ISSUER = 'https://accounts.example.com';

const AUTHORITY = 'basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign';
// What Fulcio writes: the identity, and who told it.
const FULCIO = `keyUsage=critical,digitalSignature\nextendedKeyUsage=codeSigning\nsubjectAltName=email:${SIGNER}\n1.3.6.1.4.1.57264.1.8=ASN1:UTF8String:${SIGNER_ISSUER}`;

const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** Certificates as a certificate authority for signatures issues them, made with openssl. */
export async function makeSigningCertificates(): Promise<SigningCertificates> {
  needs('openssl');
  const folder = await mkdtemp(join(tmpdir(), 'longshore-signing-'));
  const at = (name: string): string => join(folder, name);
  const make = async (name: string, subject: string, extensions: string, by?: string): Promise<Certified> => {
    await run('openssl', ['req', ...EC, '-keyout', at(`${name}.key`), '-out', at(`${name}.csr`), '-subj', subject]);
    await writeFile(at(`${name}.ext`), `${extensions}\n`);
    const own = ['-signkey', at(`${name}.key`)];
    const sign = by === undefined ? own : ['-CA', at(`${by}.pem`), '-CAkey', at(`${by}.key`), '-CAcreateserial'];
    const files = ['-in', at(`${name}.csr`), '-out', at(`${name}.pem`), '-extfile', at(`${name}.ext`), '-days', '30'];
    await run('openssl', ['x509', '-req', ...files, ...sign]);
    const pem = await readFile(at(`${name}.pem`), 'utf8');
    return { pem, key: createPrivateKey(await readFile(at(`${name}.key`))), der: new X509Certificate(pem).raw };
  };
  try {
    const root = await make('root', '/O=example.com/CN=Example Root', AUTHORITY);
    const intermediate = await make('intermediate', '/O=example.com/CN=Example Signing', AUTHORITY, 'root');
    const signer = await make('signer', '/O=example.com/CN=release', FULCIO, 'intermediate');
    const server = await make('server', '/CN=www.example.com', 'extendedKeyUsage=serverAuth', 'intermediate');
    const byNoAuthority = await make('child', '/CN=child', FULCIO, 'signer');
    const otherRoot = await make('other', '/CN=Other Root', AUTHORITY);
    return { root, intermediate, signer, server, byNoAuthority, otherRoot };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
