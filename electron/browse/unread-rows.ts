import type { OneTagEvent, ReadTag, TagDetail } from '../../shared/contract/tags.ts';
import { saysNothingNew } from '../../shared/same-row.ts';

type Details = Extract<OneTagEvent, { kind: 'details' }>;

/** Rows that a page was told from memory, each until it is read. One that is unchanged is not told again. */
export class UnreadRows {
  private readonly rows = new Map<string, ReadTag>();

  add(rows: readonly ReadTag[]): void {
    for (const row of rows) this.rows.set(row.tag, row);
  }

  /** The rows that changed, and how many are unchanged. */
  news(details: readonly TagDetail[]): Details {
    if (this.rows.size === 0) return { kind: 'details', details: [...details] };
    const news = details.filter((row) => {
      const known = this.rows.get(row.tag);
      this.rows.delete(row.tag);
      return !saysNothingNew(known, row);
    });
    return { kind: 'details', details: news, unchanged: details.length - news.length };
  }
}
