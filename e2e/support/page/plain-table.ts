import type { BrowserContext } from '@playwright/test';
import { type Frames, watchFrames } from './frames.ts';
import { scrollFar } from './scroll-far.ts';

/** px, as in the table of tags. */
const ROW = 34;
const CELLS = 8;

/** Frames of a page that draws nothing but plain rows, scrolled as the table of tags is: what this machine can do while it does the same other work. */
export async function plainTableFrames(context: BrowserContext, rows: number, step?: number): Promise<Frames> {
  const page = await context.newPage();
  await page.evaluate(
    ([count, each, height]) => {
      const box = document.createElement('div');
      box.style.cssText = 'position:absolute;inset:0;overflow:auto';
      const inner = document.createElement('div');
      inner.style.cssText = `position:relative;height:${count * height}px`;
      box.append(inner);
      const draw = (): void => {
        const first = Math.floor(box.scrollTop / height);
        const drawn = Array.from({ length: Math.ceil(innerHeight / height) + 1 }, (_, i) => {
          const row = document.createElement('div');
          row.style.cssText = `position:absolute;left:0;right:0;top:${(first + i) * height}px;height:${height}px;display:flex`;
          for (let cell = 0; cell < each; cell++)
            row.append(Object.assign(document.createElement('span'), { textContent: `${first + i} ${cell} ` }));
          return row;
        });
        inner.replaceChildren(...drawn);
      };
      box.addEventListener('scroll', draw);
      document.body.replaceChildren(box);
      draw();
    },
    [rows, CELLS, ROW] as const,
  );
  const watched = await watchFrames(page);
  await scrollFar(page, { x: 400, y: 400 }, step);
  const frames = await watched();
  await page.close();
  return frames;
}
