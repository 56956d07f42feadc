import type { Connection } from './contract/connections.ts';
import { splitUserInfo } from './user-info.ts';

/** What the file says that it is, and the version of its form. */
export const FILE_FORMAT = 'longshore-registries';
export const FILE_VERSION = 1;

/** Bytes, and registries, that such a file has at most. */
export const MOST_FILE_BYTES = 8 * 1024 * 1024;
export const MOST_FILE_REGISTRIES = 1000;

/** A registry as it stands in a file that is given to others: no password, token or key, and nothing of this computer. */
export type FileRegistry = Pick<
  Connection,
  | 'name'
  | 'url'
  | 'folder'
  | 'colour'
  | 'production'
  | 'readOnly'
  | 'protectedTags'
  | 'signIn'
  | 'username'
  | 'helper'
  | 'ca'
  | 'clientCertificate'
  | 'fingerprint'
  | 'trustedRealms'
  | 'pinned'
> & { readonly proxy: Pick<Connection['proxy'], 'kind' | 'url' | 'username'> };

const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';

/** The certificates of a PEM text. A private key that somebody pasted along with them is left out. */
function onlyCertificates(pem: string): string {
  const found: string[] = [];
  for (let start = pem.indexOf(BEGIN); start >= 0; start = pem.indexOf(BEGIN, start + BEGIN.length)) {
    const end = pem.indexOf(END, start);
    if (end < 0) break;
    found.push(pem.slice(start, end + END.length).replaceAll('\r', ''));
  }
  return found.join('\n');
}

/** An address without the name, password and signature that may stand in it. */
function bareUrl(text: string, kind: 'registry' | 'proxy'): string {
  const { address } = splitUserInfo(text, kind);
  const end = address.search(/[?#]/);
  return end < 0 ? address : address.slice(0, end);
}

/** A saved registry as others may have it. */
export function fileRegistryOf(connection: Connection): FileRegistry {
  const { kind, url, username } = connection.proxy;
  return {
    name: connection.name,
    url: bareUrl(connection.url, 'registry'),
    folder: connection.folder,
    colour: connection.colour,
    production: connection.production,
    readOnly: connection.readOnly,
    protectedTags: connection.protectedTags,
    signIn: connection.signIn,
    username: connection.username,
    helper: connection.helper,
    ca: onlyCertificates(connection.ca),
    clientCertificate: onlyCertificates(connection.clientCertificate),
    fingerprint: connection.fingerprint,
    trustedRealms: connection.trustedRealms.toSorted(),
    proxy: kind === 'given' ? { kind, url: bareUrl(url, 'proxy'), username } : { kind, url: '', username: '' },
    pinned: connection.pinned,
  };
}

const orderOf = ({ folder, name, url, signIn, username }: FileRegistry): string => [folder, name, url, signIn, username].join('\n');

const byOrder = (one: FileRegistry, other: FileRegistry): number =>
  orderOf(one) < orderOf(other) ? -1 : orderOf(one) > orderOf(other) ? 1 : 0;

/** The file: the same bytes for the same registries, in whatever order they are saved, so that it can be kept under version control. */
export function connectionsFile(connections: readonly Connection[]): string {
  const registries = connections
    .filter(({ sample }) => !sample)
    .map(fileRegistryOf)
    .toSorted(byOrder);
  return `${JSON.stringify({ format: FILE_FORMAT, version: FILE_VERSION, registries }, null, 2)}\n`;
}
