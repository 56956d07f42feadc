import { gzipSync } from 'node:zlib';
import { digestOf } from '../../../electron/registry/digest.ts';
import { headerBlocks, type MadeEntry, padding, TOC_TYPES } from './tar-entries.ts';

/** An eStargz layer as `docs/estargz.md` of stargz-snapshotter says it is made, and the digest of its table of contents. */
export type Estargz = { readonly layer: Buffer; readonly tocDigest: string };

type TocFields = Record<string, unknown>;

export type EstargzOptions = {
  /** Bytes of a file in one gzip member. */
  readonly chunk?: number;
  /** Changes the table before it is written: one that lies. */
  readonly table?: (entries: TocFields[]) => TocFields[];
  readonly footer?: 'usual' | 'legacy' | 'none';
};

function fieldsOf({ content = Buffer.alloc(0), ...header }: MadeEntry): TocFields {
  const type = TOC_TYPES[header.type ?? 'file'] ?? 'reg';
  const file = type === 'reg' ? { size: content.length, ...(content.length > 0 ? { digest: digestOf(content) } : {}) } : {};
  return {
    name: header.name,
    type,
    modtime: (header.mtime ?? new Date(1_700_000_000_000)).toISOString(),
    ...(header.linkname ? { linkName: header.linkname } : {}),
    mode: header.mode ?? 0o644,
    uid: header.uid ?? 0,
    gid: header.gid ?? 0,
    ...(header.uname ? { userName: header.uname } : {}),
    ...file,
  };
}

/** The last member: empty, with an extra field that says where the table begins. */
function footerOf(offset: number, kind: 'usual' | 'legacy'): Buffer {
  const said = Buffer.from(`${offset.toString(16).padStart(16, '0')}STARGZ`);
  const field = kind === 'usual' ? Buffer.concat([Buffer.from('SG\x16\0', 'latin1'), said]) : said;
  const head = Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, field.length, 0]);
  return Buffer.concat([head, field, Buffer.from([1, 0, 0, 0xff, 0xff]), Buffer.alloc(8)]);
}

/** Makes an eStargz layer of these entries, in their order. */
export async function makeEstargz(entries: readonly MadeEntry[], options: EstargzOptions = {}): Promise<Estargz> {
  const { chunk = 4 * 1024 * 1024, table = (all) => all, footer = 'usual' } = options;
  const members: Buffer[] = [];
  let offset = 0;
  const member = (bytes: Buffer): void => {
    const packed = gzipSync(bytes);
    members.push(packed);
    offset += packed.length;
  };
  const toc: TocFields[] = [];
  let between: Buffer = Buffer.alloc(0);
  for (const entry of entries) {
    const content = entry.content ?? Buffer.alloc(0);
    between = Buffer.concat([between, await headerBlocks(entry)]);
    const fields = fieldsOf(entry);
    toc.push(fields);
    if (content.length === 0) continue;
    member(between);
    for (let at = 0; at < content.length; at += chunk) {
      const piece = content.subarray(at, at + chunk);
      const isLast = at + chunk >= content.length;
      const where = {
        offset,
        chunkDigest: digestOf(piece),
        ...(at > 0 ? { chunkOffset: at } : {}),
        ...(isLast ? {} : { chunkSize: piece.length }),
      };
      if (at === 0) Object.assign(fields, where);
      else toc.push({ name: entry.name, type: 'chunk', ...where });
      member(piece);
    }
    between = padding(content.length);
  }
  if (between.length > 0) member(between);
  const json = Buffer.from(JSON.stringify({ version: 1, entries: table(toc) }, undefined, '\t'));
  const start = offset;
  const tocEntry = { name: 'stargz.index.json', content: json };
  member(Buffer.concat([await headerBlocks(tocEntry), json, padding(json.length), Buffer.alloc(1024)]));
  if (footer !== 'none') members.push(footerOf(start, footer));
  return { layer: Buffer.concat(members), tocDigest: digestOf(json) };
}
