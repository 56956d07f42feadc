import type { Page } from '@playwright/test';

/** When a reading of tags was how far, in ms from the click on the repository: from when the button was let go. */
export type ReadingTimes = {
  /** How long the button was held, in ms. */
  readonly held: number;
  /** The names of all tags are counted by the table, and drawn. */
  readonly names: number;
  /** A row on screen has its digest, size and date. */
  readonly first: number;
  /** Every row on screen has them. */
  readonly visible: number;
  /** The page knows digest, kind and size of every tag. Dates may be missing. */
  readonly sizes: number;
  /** Nothing is left to read. */
  readonly all: number;
};

type Heard = { readonly at: number; readonly text: string };
type Watched = {
  readonly names?: number;
  readonly first?: number;
  readonly visible?: number;
  readonly all?: number;
  readonly pressed: number;
  readonly started: number;
  readonly heard: readonly Heard[];
};
type Watching = { __reading?: Watched; __heard?: Heard[] };

/** Keeps, from the next load of the page on, what the host sends while a reading is measured. The texts are looked at after it. */
export async function keepMessages(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watching = window as unknown as Watching;
    window.WebSocket = class extends WebSocket {
      constructor(...given: ConstructorParameters<typeof WebSocket>) {
        super(...given);
        this.addEventListener('message', ({ data }) => {
          if (typeof data === 'string') watching.__heard?.push({ at: performance.now(), text: data });
        });
      }
    };
  });
}

/** ms that a person is assumed to hold the button of a mouse at a click. */
const HELD = 80;

/** Clicks a repository of the tree as a person does, and follows its table, frame by frame, until everything of `tags` tags is read. */
async function follow(page: Page, repository: string, tags: number): Promise<Watched> {
  // What waits below brings a script along, which would come in the middle of what is measured.
  await page.waitForFunction(() => true, undefined, { polling: 200 });
  await page.evaluate((count) => {
    const watching = window as unknown as Watching;
    watching.__heard = [];
    const times: { names?: number; first?: number; visible?: number; all?: number } = {};
    let pressed = Number.NaN;
    let started = Number.NaN;
    let looked = 0;
    let hasEnded = false;
    const isFull = (row: Element): boolean => {
      const cells = [...row.querySelectorAll('[role="gridcell"]')];
      return cells.length > 4 && cells.slice(-3, -1).every((cell) => cell.textContent !== '' && !cell.querySelector('[class*="Skeleton"]'));
    };
    const look = (): void => {
      const now = performance.now() - started;
      const grid = document.querySelector('[role="grid"]');
      const rows = [...(grid?.querySelectorAll('[role="row"]') ?? [])].filter((row) => row.querySelector('[role="gridcell"]'));
      const lowest = grid?.getBoundingClientRect().bottom ?? 0;
      // A few rows below the edge are drawn, too.
      const inView = rows.filter((row) => row.getBoundingClientRect().top < lowest);
      if (times.names === undefined && rows.length > 0 && Number(grid?.getAttribute('aria-rowcount')) >= count) times.names = now;
      if (times.first === undefined && rows.some(isFull)) times.first = now;
      if (times.visible === undefined && inView.length > 5 && inView.every(isFull)) times.visible = now;
      // What is remembered counts images at once: the reading has ended when the host says so and the page shows it.
      for (; looked < (watching.__heard?.length ?? 0); looked++)
        hasEnded ||= watching.__heard?.[looked]?.text.includes('"kind":"end"') === true;
      const isCounted = /\d tags.* on [\d,]+ images/.test(document.querySelector('main')?.textContent ?? '');
      const isReading = document.querySelector('[role="progressbar"][aria-label="Reading tags"]') !== null;
      if (times.all === undefined && hasEnded && isCounted && !isReading) times.all = now;
      watching.__reading = { ...times, pressed, started, heard: watching.__heard ?? [] };
      // A look at each frame makes the page draw 60 a second: it is needed only until the screen is filled.
      if (times.names === undefined || times.visible === undefined) requestAnimationFrame(look);
      else if (times.all === undefined) setTimeout(look, 100);
    };
    document.addEventListener('pointerdown', ({ timeStamp }) => (pressed = timeStamp), { capture: true, once: true });
    document.addEventListener(
      'click',
      ({ timeStamp }) => {
        started = timeStamp;
        requestAnimationFrame(look);
      },
      { capture: true, once: true },
    );
  }, tags);
  await page.getByRole('treeitem', { name: repository, exact: true }).click({ delay: HELD });
  await page.waitForFunction(
    () => {
      const { __reading: reading } = window as unknown as Watching;
      return reading?.all !== undefined && reading.visible !== undefined;
    },
    undefined,
    { timeout: 600_000, polling: 200 },
  );
  return page.evaluate(() => {
    const watching = window as unknown as Watching;
    const { __reading: reading } = watching;
    delete watching.__heard;
    delete watching.__reading;
    if (!reading) throw new Error('Nothing was watched');
    return reading;
  });
}

/** ms until the messages had told a digest for each of `tags` tags. */
function whenSizes({ heard, started }: Watched, tags: number): number {
  const known = new Set<string>();
  for (const { at, text } of heard) {
    if (!text.includes('"details"')) continue;
    for (const [, tag] of text.matchAll(/"state":"read","tag":"([^"]+)"/g)) known.add(tag ?? '');
    if (known.size >= tags) return at - started;
  }
  return Number.NaN;
}

/** Opens a repository that is in the tree by a click, and measures its reading. `keepMessages` comes before the page is loaded. */
export async function measureReading(page: Page, repository: string, tags: number): Promise<ReadingTimes> {
  const watched = await follow(page, repository, tags);
  const { pressed, started, names = Number.NaN, first = Number.NaN, visible = Number.NaN, all = Number.NaN } = watched;
  return { held: started - pressed, names, first, visible, sizes: whenSizes(watched, tags), all };
}
