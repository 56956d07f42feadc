import type { BlobProgress } from '../../../shared/contract/runs.ts';
import type { RunReport } from '../core/run-work.ts';

/** ms between two reports. */
const REPORT = 200;

export type TransferReport = Pick<RunReport, 'progress' | 'blobs'>;

/** Counts the bytes of blobs as they are transferred, and reports them a few times a second. */
export class ByteMeter {
  private readonly sent = new Map<string, number>();
  private readonly blobs: Map<string, number>;
  private readonly report: TransferReport;

  constructor(blobs: Iterable<readonly [digest: string, size: number]>, report: TransferReport) {
    this.blobs = new Map(blobs);
    this.report = report;
  }

  /** How many bytes of a blob have been passed on. */
  note(digest: string, sent: number): void {
    this.sent.set(digest, sent);
  }

  /** A blob that is not transferred after all. */
  remove(digest: string): void {
    this.blobs.delete(digest);
  }

  get total(): number {
    return [...this.sent.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  /** Reports for as long as the work takes, and once more at its end. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.tell();
    const timer = setInterval(() => this.tell(), REPORT);
    try {
      return await work();
    } finally {
      clearInterval(timer);
      this.tell();
    }
  }

  private tell(): void {
    const open: BlobProgress[] = [];
    let left = 0;
    let total = 0;
    for (const [digest, size] of this.blobs) {
      const sent = this.sent.get(digest);
      total += size;
      if (sent === size) continue;
      left++;
      if (sent !== undefined) open.push({ digest, size, sent });
    }
    this.report.progress({ phase: 'work', done: this.total, total, unit: 'bytes' });
    this.report.blobs(open, left);
  }
}
