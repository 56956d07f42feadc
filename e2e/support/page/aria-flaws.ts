const NAMED = [
  ...['button', 'link', 'textbox', 'searchbox', 'combobox', 'checkbox', 'radio', 'tab', 'menuitem', 'option', 'treeitem', 'progressbar'],
  ...[
    'separator',
    'dialog',
    'alertdialog',
    'grid',
    'tree',
    'table',
    'list',
    'listbox',
    'menu',
    'tablist',
    'tabpanel',
    'radiogroup',
    'group',
  ],
  ...['region', 'toolbar', 'complementary', 'heading', 'img'],
];
/** What nobody can press inside of a heading. */
const CONTROLS = ['button', 'link', 'textbox', 'combobox', 'checkbox', 'radio', 'radiogroup'];

type Line = {
  readonly depth: number;
  readonly role: string;
  readonly name: string;
  readonly level: number | undefined;
  readonly text: string;
};

/** A line of a snapshot, such as `- heading "Pull" [level=3]:` or `- 'button "Move: x"'`; text is a line of the role "text". */
function readLine(text: string): Line | undefined {
  const found = /^( *)- '?([a-z]+)(?: "((?:[^"\\]|\\.)*)")?(.*)$/.exec(text);
  if (!found) return undefined;
  const [, indent = '', role = '', name = '', rest = ''] = found;
  // A place holder or a reference alone does not name anything.
  const level = /\[level=(\d)\]/.exec(rest)?.[1];
  const said = /^[^:]*?'?: (.*)$/.exec(rest)?.[1] ?? '';
  return { depth: indent.length, role, name, level: level === undefined ? undefined : Number(level), text: said };
}

/** The lines below one, as deep as they go. */
function within(lines: readonly Line[], at: number): readonly Line[] {
  const depth = lines[at]?.depth ?? 0;
  const after = lines.slice(at + 1);
  const end = after.findIndex((line) => line.depth <= depth);
  return end === -1 ? after : after.slice(0, end);
}

function unnamed(lines: readonly Line[]): string[] {
  const isInButton = (at: number): boolean =>
    lines.some((line, i) => i < at && line.role === 'button' && within(lines, i).includes(lines[at] ?? line));
  return lines.flatMap(({ role, name }, at) =>
    NAMED.includes(role) && !/[\p{L}\p{N}]/u.test(name) && !(role === 'img' && isInButton(at)) ? [`${role} without a name`] : [],
  );
}

/** Two buttons of one dialog that a list of buttons cannot tell apart. */
function doubled(lines: readonly Line[]): string[] {
  return lines.flatMap(({ role }, at) => {
    if (role !== 'dialog' && role !== 'alertdialog') return [];
    const names = within(lines, at).flatMap((line) => (line.role === 'button' ? [line.name] : []));
    return [...new Set(names.filter((name, i) => names.indexOf(name) !== i))].map((name) => `two buttons "${name}" in one dialog`);
  });
}

/** Names that are drawn in pieces and would be read as several words: `1.9 .3`. */
function torn(lines: readonly Line[]): string[] {
  const joined = (text: string): string => text.replaceAll(/\s/g, '');
  return lines.flatMap(({ role, name, text }) =>
    joined(text).includes(joined(name)) && name.split(/[\s/]+/).some((word) => !text.includes(word))
      ? [`${role} "${name}" is read as "${text}"`]
      : [],
  );
}

function headings(lines: readonly Line[]): string[] {
  let last = 0;
  return lines.flatMap(({ role, name, level }, at) => {
    if (role === 'main') last = 0;
    // A dialog begins anew, at the second level.
    if (role === 'dialog' || role === 'alertdialog' || role === 'complementary') last = 1;
    if (role !== 'heading' || level === undefined) return [];
    const control = within(lines, at).find((line) => CONTROLS.includes(line.role));
    const skips = level > last + 1;
    last = level;
    return [
      ...(control ? [`${control.role} inside the heading "${name}"`] : []),
      ...(skips ? [`heading "${name}" of level ${level} with none of level ${level - 1} before it`] : []),
    ];
  });
}

/**
 * What a screen reader's user could not make sense of in a page, read from Playwright's snapshot of its accessibility tree: controls and areas without
 * a name, buttons of a dialog that have the same name, names in pieces, headings that skip a level or hold a control.
 */
export function ariaFlaws(snapshot: string): readonly string[] {
  const lines = snapshot.split('\n').flatMap((text) => readLine(text) ?? []);
  return [...new Set([...unnamed(lines), ...doubled(lines), ...torn(lines), ...headings(lines)])];
}
