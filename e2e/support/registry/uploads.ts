import type { IncomingMessage } from 'node:http';
import { SampleUploads, type Session } from '../../../electron/sample/uploads.ts';

/** Upload sessions that count what they receive, can break off and can refuse to mount. */
export class UploadsDouble extends SampleUploads {
  /** Bytes received. */
  received = 0;
  /** Cuts the connection of the next part after so many bytes. */
  cutAfter: number | undefined;
  /** Whether blobs are mounted from other repositories. */
  mounts = true;

  protected override mount(from: string | null, repository: string, digest: string): boolean {
    return this.mounts && super.mount(from, repository, digest);
  }

  protected override take(request: IncomingMessage, session: Session): Promise<boolean> {
    return super.take(request, session, this.counted(request));
  }

  private async *counted(request: IncomingMessage): AsyncGenerator<Buffer> {
    const limit = request.method === 'PATCH' ? this.cutAfter : undefined;
    let size = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      this.received += chunk.byteLength;
      size += chunk.byteLength;
      yield chunk;
      if (limit === undefined || size < limit) continue;
      this.cutAfter = undefined;
      throw new Error(`cut after ${size} bytes`);
    }
  }
}
