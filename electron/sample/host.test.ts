import { expect, test } from 'vitest';
import type { AppDocument } from '../storage/document.ts';
import { SampleHost } from './host.ts';

test('the sample has the name that it was opened with, also after a start that knows none', async () => {
  const document = { connections: [] } as Partial<AppDocument> as AppDocument;
  const sample = new SampleHost();
  try {
    expect(await sample.open(document)).toMatchObject({ name: 'Sample' });
    expect(await sample.open(document, '示例')).toMatchObject({ name: '示例' });
    await sample.revive(document);
    expect(document.connections).toMatchObject([{ name: '示例' }]);
  } finally {
    await sample.stop();
  }
});
