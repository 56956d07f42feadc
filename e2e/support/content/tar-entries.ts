import { type Header, pack } from 'tar-stream';

/** An entry of a made layer. */
export type MadeEntry = Partial<Header> & { readonly name: string } & { readonly content?: Buffer };

/** What tables of contents call a kind of entry that is no file. */
export const TOC_TYPES: Readonly<Record<string, string>> = {
  directory: 'dir',
  symlink: 'symlink',
  link: 'hardlink',
  'character-device': 'char',
  'block-device': 'block',
  fifo: 'fifo',
};

/** The blocks before the content of an entry, as a tar has them: its header, and those of a long name. */
export async function headerBlocks({ content, ...header }: MadeEntry): Promise<Buffer> {
  const tar = pack();
  const size = content?.length ?? 0;
  tar.entry({ mtime: new Date(1_700_000_000_000), ...header, size }, content ?? Buffer.alloc(0));
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  const whole = Buffer.concat(chunks);
  return whole.subarray(0, whole.length - 1024 - padded(size));
}

/** The bytes that some content takes in a tar. */
const padded = (size: number): number => Math.ceil(size / 512) * 512;

/** Zeros after some content, up to the next block. */
export const padding = (size: number): Buffer => Buffer.alloc(padded(size) - size);

/** A whole tar of these entries. */
export async function tarOf(entries: readonly MadeEntry[]): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (const entry of entries) {
    const content = entry.content ?? Buffer.alloc(0);
    parts.push(await headerBlocks(entry), content, padding(content.length));
  }
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}
