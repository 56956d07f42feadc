import type { PackedFile } from '../../../shared/contract/artifacts.ts';
import type { FileEntry } from '../../../shared/files/file-entry.ts';
import type { LayerProblemWhy } from '../../../shared/files/layer-problem.ts';
import { artifactLimits } from '../limits.ts';
import { plainText } from '../plain-text.ts';
import type { ContentSink } from '../tar/content.ts';
import { TarReader } from '../tar/tar-reader.ts';

/** Collects the files of a tar, and those that are text, up to limits. */
export class PackageReader {
  private readonly files: PackedFile[] = [];
  private readonly problems = new Set<LayerProblemWhy>();
  private readonly tar = new TarReader({ entry: (entry) => this.entry(entry), problem: (why) => this.problems.add(why) });
  private unpacked = 0;
  private texts = 0;

  /** False where no more is to be read. */
  push(chunk: Uint8Array): boolean {
    this.unpacked += chunk.byteLength;
    if (this.unpacked > artifactLimits.unpacked) this.problems.add('unpacks-too-large');
    else this.tar.push(chunk);
    return !(['unpacks-too-large', 'too-many-entries', 'not-a-tar'] as const).some((why) => this.problems.has(why));
  }

  /** The content ended, or broke off where it could not be unpacked. Undefined where it is no tar. */
  end(isBroken: boolean): { readonly files: readonly PackedFile[]; readonly problems: readonly LayerProblemWhy[] } | undefined {
    if (isBroken) this.problems.add('damaged');
    else if (this.problems.size === 0) this.tar.end();
    if (this.problems.has('not-a-tar') || (isBroken && this.files.length === 0)) return undefined;
    return { files: this.files, problems: [...this.problems] };
  }

  private entry({ path, kind, size }: FileEntry): ContentSink | undefined {
    if (kind !== 'file') return undefined;
    if (this.files.length >= artifactLimits.files) {
      this.problems.add('too-many-entries');
      return undefined;
    }
    const at = this.files.push({ path, size }) - 1;
    if (size > artifactLimits.text || this.texts + size > artifactLimits.texts) return undefined;
    this.texts += size;
    const parts: Uint8Array[] = [];
    let isSparse = false;
    return {
      write: (bytes) => void parts.push(bytes),
      hole: () => {
        isSparse = true;
      },
      end: () => {
        const text = isSparse ? undefined : plainText(Buffer.concat(parts));
        if (text !== undefined) this.files[at] = { path, size, text };
      },
    };
  }
}
