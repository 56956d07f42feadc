import { TocRefusal } from './toc.ts';

/** The bytes of a FlatBuffers document, read no further than they go. @throws TocRefusal for every place outside. */
class Bytes {
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  private at<T>(offset: number, size: number, read: (offset: number) => T): T {
    if (!Number.isSafeInteger(offset) || offset < 0 || offset + size > this.bytes.length) throw new TocRefusal('unreadable');
    return read(offset);
  }

  u8 = (offset: number): number => this.at(offset, 1, (n) => this.bytes.readUInt8(n));
  u16 = (offset: number): number => this.at(offset, 2, (n) => this.bytes.readUInt16LE(n));
  i32 = (offset: number): number => this.at(offset, 4, (n) => this.bytes.readInt32LE(n));
  u32 = (offset: number): number => this.at(offset, 4, (n) => this.bytes.readUInt32LE(n));
  i64 = (offset: number): bigint => this.at(offset, 8, (n) => this.bytes.readBigInt64LE(n));
  slice = (offset: number, size: number): Buffer => this.at(offset, size, (n) => this.bytes.subarray(n, n + size));
}

/**
 * A table of a FlatBuffers document (https://flatbuffers.dev/internals/): an offset to its list of fields, each of which may be left out. The package
 * `flatbuffers` reads behind the end of a document without a word, so that what comes from a registry is read here.
 */
export class FlatTable {
  private readonly bytes: Bytes;
  private readonly table: number;
  private readonly fields: number;
  private readonly fieldsSize: number;

  private constructor(bytes: Bytes, table: number) {
    this.bytes = bytes;
    this.table = table;
    this.fields = table - bytes.i32(table);
    this.fieldsSize = bytes.u16(this.fields);
  }

  /** The table that the document begins with. */
  static root(document: Buffer): FlatTable {
    const bytes = new Bytes(document);
    return new FlatTable(bytes, bytes.u32(0));
  }

  /** Where a field is; undefined where it is left out. Fields are numbered as the schema lists them. */
  private field(number: number): number | undefined {
    const entry = 4 + 2 * number;
    const offset = entry + 2 <= this.fieldsSize ? this.bytes.u16(this.fields + entry) : 0;
    return offset === 0 ? undefined : this.table + offset;
  }

  /** Where what a field refers to is. */
  private target(number: number): number | undefined {
    const at = this.field(number);
    return at === undefined ? undefined : at + this.bytes.u32(at);
  }

  u8(number: number, otherwise: number): number {
    const at = this.field(number);
    return at === undefined ? otherwise : this.bytes.u8(at);
  }

  u32(number: number): number {
    const at = this.field(number);
    return at === undefined ? 0 : this.bytes.u32(at);
  }

  /** A whole number from 0 on. */
  size(number: number): number {
    const at = this.field(number);
    const value = at === undefined ? 0 : Number(this.bytes.i64(at));
    if (!Number.isSafeInteger(value) || value < 0) throw new TocRefusal('number');
    return value;
  }

  /** The bytes of a text, or of a list of bytes. */
  octets(number: number): Buffer {
    const at = this.target(number);
    return at === undefined ? Buffer.alloc(0) : this.bytes.slice(at + 4, this.bytes.u32(at));
  }

  text(number: number): string {
    return this.octets(number).toString('utf8');
  }

  child(number: number): FlatTable | undefined {
    const at = this.target(number);
    return at === undefined ? undefined : new FlatTable(this.bytes, at);
  }

  /** Where the elements of a list are, which are references of 4 bytes. */
  private elements(number: number, most: number): number[] {
    const at = this.target(number);
    if (at === undefined) return [];
    const length = this.bytes.u32(at);
    if (length > most) throw new TocRefusal('too-many-entries');
    this.bytes.slice(at + 4, 4 * length);
    return Array.from({ length }, (_, n) => at + 4 + 4 * n + this.bytes.u32(at + 4 + 4 * n));
  }

  children(number: number, most: number): FlatTable[] {
    return this.elements(number, most).map((at) => new FlatTable(this.bytes, at));
  }

  texts(number: number, most: number): string[] {
    return this.elements(number, most).map((at) => this.bytes.slice(at + 4, this.bytes.u32(at)).toString('utf8'));
  }
}
