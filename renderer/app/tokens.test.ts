import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connectionColours } from '../../shared/contract/connections.ts';

type Colour = readonly [number, number, number];
type Tokens = Readonly<Record<string, string>>;

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

function tokensOf(scheme: 'light' | 'dark'): Tokens {
  const block = css.split(`:root[data-mantine-color-scheme="${scheme}"] {`)[1]?.split('}')[0] ?? '';
  return Object.fromEntries([...block.matchAll(/--([\w-]+): ([^;]+);/g)].map(([, name = '', value = '']) => [name, value]));
}

/** The colour of a token, laid over what is below it where it lets that through. */
function colourOf(value = '', below: Colour = [0, 0, 0]): Colour {
  const hex = /^#(..)(..)(..)$/.exec(value);
  if (hex) return [1, 2, 3].map((i) => Number.parseInt(hex[i] ?? '', 16)) as unknown as Colour;
  const [, r = '', g = '', b = '', share = ''] = /^rgb\((\d+) (\d+) (\d+) \/ ([\d.]+)%\)$/.exec(value) ?? [];
  const over = (top: string, i: 0 | 1 | 2): number => Number(top) * (Number(share) / 100) + below[i] * (1 - Number(share) / 100);
  return [over(r, 0), over(g, 1), over(b, 2)];
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: Colour): number {
  const [r, g, b] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Colour;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: Colour, b: Colour): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

describe.each(['light', 'dark'] as const)('%s', (scheme) => {
  const tokens = tokensOf(scheme);
  const plain = (name: string): Colour => colourOf(tokens[name]);
  const on = (name: string, below: string): Colour => colourOf(tokens[name], plain(below));
  const grounds = ['bg', 'surface', 'raised'];

  test.each(grounds)('what the pointer is on stands out from --%s', (ground) => {
    expect(contrast(on('hover', ground), plain(ground))).toBeGreaterThanOrEqual(1.12);
  });

  test.each(grounds)('every text can be read on --%s, also where the pointer is', (ground) => {
    for (const name of ['text', 'dim', 'faint', 'danger', 'warn'])
      expect(contrast(plain(name), on('hover', ground)), name).toBeGreaterThanOrEqual(4.5);
  });

  test.each([
    ['accent-weak', ['text', 'dim', 'faint', 'accent-text', 'warn']],
    ['checked', ['text', 'dim', 'faint', 'danger']],
    ['warn-weak', ['text', 'dim', 'warn']],
    ['danger-weak', ['text', 'dim', 'danger']],
  ] as const)('what is written on --%s can be read', (ground, names) => {
    for (const name of names) expect(contrast(plain(name), plain(ground)), name).toBeGreaterThanOrEqual(4.5);
  });

  test('the pointer makes rows lighter on dark and darker on light', () => {
    const lighter = luminance(on('hover', 'surface')) > luminance(plain('surface'));
    expect(lighter).toBe(scheme === 'dark');
  });

  test.each(grounds)('a button is never darker than --%s in dark', (ground) => {
    expect(luminance(on('control', ground))).toBeGreaterThanOrEqual(luminance(plain(ground)));
  });

  test.each(grounds)('a disabled button on --%s is weaker than any text, and can still be read', (ground) => {
    const ratio = contrast(plain('disabled-text'), on('disabled', ground));
    expect(ratio).toBeGreaterThanOrEqual(3);
    expect(ratio).toBeLessThanOrEqual(4);
  });

  test.each(['surface', 'raised'])('the stripe of a registry stands out from --%s in each of its colours', (ground) => {
    for (const colour of connectionColours.filter((name) => name !== 'none'))
      expect(contrast(plain(`mark-${colour}`), plain(ground)), colour).toBeGreaterThanOrEqual(3);
  });

  test('an open row and a checked row are two tints', () => {
    expect(contrast(plain('checked'), plain('accent-weak'))).toBeGreaterThanOrEqual(1.09);
    expect(contrast(plain('checked'), plain('surface'))).toBeGreaterThanOrEqual(1.03);
    expect(contrast(plain('accent-weak'), plain('surface'))).toBeGreaterThanOrEqual(1.15);
  });
});

/** Each rule of the window's styles that uses the token, by its selector. */
function usersOf(token: string): readonly string[] {
  const renderer = join(import.meta.dirname, '..');
  return globSync('**/*.css', { cwd: renderer })
    .flatMap((file) =>
      [...readFileSync(join(renderer, file), 'utf8').matchAll(/([^{}]+)\{([^{}]*)\}/g)]
        .filter(([, , rules = '']) => rules.includes(`var(--${token})`))
        .map(([, selector = '']) => `${file}: ${selector.replace(/\/\*.*?\*\//gs, '').trim()}`),
    )
    .sort();
}

test('red is for what destroys or has destroyed, what is removed or missing, a field that refuses what was typed, and the state of a registry', () => {
  expect(usersOf('danger')).toEqual([
    'app/tokens.css: .mantine-Button-root[data-danger]',
    'app/tokens.css: .mantine-Input-input[data-error]:focus',
    'app/tokens.css: .mantine-Menu-item[data-danger]',
    'features/clean-up/clean-up.module.css: .row[data-action="delete"] .tag',
    'features/compare/compare.module.css: .bars > [data-side="from"] .slice:not([data-mark="same"])',
    'features/compare/compare.module.css: .mark[data-mark="removed"]',
    'features/compare/diff/diff.module.css: .lines tr[data-mark="removed"]',
    'features/compare/diff/diff.module.css: .lines tr[data-mark="removed"] mark',
    'features/connections/connections.module.css: .dot[data-state="unreachable"]',
    'features/files/files.module.css: .mark[data-change="deleted"]',
    'features/linked/linked.module.css: .state[data-tone="danger"]',
    'features/linked/linked.module.css: .summary > strong',
    'features/tags/tags.module.css: .danger',
    'ui/ui.module.css: .note[data-tone="danger"] > strong',
  ]);
});
