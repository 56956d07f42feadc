import { expect, test } from 'vitest';
import { Shown } from './shown.ts';

test('a page that comes up shows what was asked for last while it was loading, then what is asked for later', async () => {
  const shown = new Shown();
  shown.show({ connectionId: 'sample' });
  shown.show({ link: 'longshore://open?ref=a' });
  const abort = new AbortController();
  const page = shown.read(abort.signal);
  expect((await page.next()).value).toEqual({ link: 'longshore://open?ref=a' });
  const next = page.next();
  shown.show({ connectionId: 'prod' });
  expect((await next).value).toEqual({ connectionId: 'prod' });
  const last = page.next();
  abort.abort();
  await expect(last).rejects.toThrow();
  // Nobody reads any more: the next page is told.
  shown.show({ connectionId: 'later' });
  expect((await shown.read(undefined).next()).value).toEqual({ connectionId: 'later' });
});
