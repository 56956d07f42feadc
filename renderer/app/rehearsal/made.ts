import type { Connection } from '../../../shared/contract/connections.ts';
import type { TagDetail } from '../../../shared/contract/tags.ts';
import { emptyTable, type TagTable } from '../../features/tags/tag-table.ts';

/** Rows that are drawn. */
const ROWS = 24;

export const madeRepository = 'rehearsal/api';

/** A registry that is nowhere, in which the repository is the last that was opened: nothing is remembered of it. */
export const madeConnection: Connection = {
  id: 'rehearsal',
  name: 'Rehearsal',
  url: 'http://registry.invalid',
  signIn: 'none',
  username: '',
  helper: '',
  secret: 'none',
  readOnly: false,
  ca: '',
  clientCertificate: '',
  hasClientKey: false,
  fingerprint: '',
  proxy: { kind: 'system', url: '', username: '', hasPassword: false },
  protectedTags: [],
  pinned: [],
  recent: [madeRepository],
  trustedRealms: [],
  sample: false,
};

const detailOf = (tag: string, i: number): TagDetail => ({
  state: 'read',
  tag,
  digest: `sha256:${String(i).repeat(64).slice(0, 64)}`,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  kind: i % 3 === 0 ? 'index' : 'image',
  content: i % 3 === 0 ? 'index' : 'image',
  platforms: [{ os: 'linux', architecture: 'amd64' }, ...(i % 3 === 0 ? [{ os: 'linux', architecture: 'arm64' }] : [])],
  size: 1_000 * (i + 1) ** 4,
  created: new Date(Date.now() - 1_000 * (i + 1) ** 5).toISOString(),
});

/** The tags as a reading tells them: before anything is known, their names, and what the rows say. Never `done`: the end asks for more. */
export function madeTables(): readonly TagTable[] {
  const names = Array.from({ length: ROWS }, (_, i) => `1.${ROWS - i}.0`);
  const details = (count: number): Map<string, TagDetail> => new Map(names.slice(0, count).map((tag, i) => [tag, detailOf(tag, i)]));
  const named = { ...emptyTable(), names };
  return [
    emptyTable(),
    named,
    { ...named, listed: true },
    { ...named, listed: true, details: details(ROWS / 2) },
    { ...named, listed: true, details: details(ROWS) },
  ];
}
