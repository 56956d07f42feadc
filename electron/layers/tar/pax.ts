/** One record of a pax header. Its value is bytes: what writes names that are not UTF-8 does not convert them. */
export type PaxRecord = readonly [key: string, value: Buffer];

/** The readable records of a pax header (`length key=value` and a newline each), in their order. Pure. */
export function readPax(content: Buffer): PaxRecord[] {
  const records: PaxRecord[] = [];
  for (let at = 0; at < content.byteLength; ) {
    const space = content.indexOf(0x20, at);
    const length = space < 0 || space - at > 10 ? Number.NaN : Number(content.toString('latin1', at, space));
    if (!Number.isInteger(length) || length <= space - at + 1 || at + length > content.byteLength) break;
    const equals = content.indexOf(0x3d, space);
    const end = at + length - 1;
    if (equals > space + 1 && equals < end) records.push([content.toString('utf8', space + 1, equals), content.subarray(equals + 1, end)]);
    at += length;
  }
  return records;
}

/** What the records say of an entry, in place of its header. An empty value says nothing. Pure. */
export type PaxFacts = {
  path?: Buffer;
  link?: Buffer;
  size?: number;
  uid?: number;
  gid?: number;
  user?: Buffer;
  group?: Buffer;
  /** Seconds since 1970. */
  modified?: number;
  /** The records of GNU's sparse files, in their order. */
  sparse: PaxRecord[];
  /** Those of extended attributes, with their whole keys. */
  xattrs: PaxRecord[];
};

function wholeNumber(value: Buffer): number | undefined {
  const text = value.toString('latin1', 0, 20);
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}

function seconds(value: Buffer): number | undefined {
  const text = value.toString('latin1', 0, 40);
  return /^-?\d{1,15}(?:\.\d*)?$/.test(text) ? Number(text) : undefined;
}

/** Undefined where a record is not what it has to be. */
export function paxFacts(records: readonly PaxRecord[]): PaxFacts | undefined {
  const facts: PaxFacts = { sparse: [], xattrs: [] };
  for (const [key, value] of records) {
    if (key.startsWith('GNU.sparse.')) facts.sparse.push([key.slice('GNU.sparse.'.length), value]);
    else if (key.startsWith('SCHILY.xattr.')) facts.xattrs.push([key, value]);
    else if (key === 'path') facts.path = value;
    else if (key === 'linkpath') facts.link = value;
    else if (key === 'uname') facts.user = value;
    else if (key === 'gname') facts.group = value;
    else if (key === 'mtime') {
      const modified = seconds(value);
      if (modified !== undefined) facts.modified = modified;
    } else if (key === 'size' || key === 'uid' || key === 'gid') {
      const number = wholeNumber(value);
      if (number === undefined) return undefined;
      facts[key] = number;
    }
  }
  return facts;
}
