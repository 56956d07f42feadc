import { describe, expect, test } from 'vitest';
import { ariaFlaws } from './aria-flaws.ts';

describe('flaws of an accessibility tree', () => {
  test.each([
    [
      'what is named is none',
      ['- main:', '  - heading "Tags" [level=1]', '  - button "1"', '  - \'button "Move: x"\'', '  - textbox "File": /x'],
      [],
    ],
    ['a control without a name', ['- button:', '  - img'], ['button without a name']],
    ['a name of signs alone', ['- button "…"'], ['button without a name']],
    ['an area without a name beside another', ['- complementary:'], ['complementary without a name']],
    ['a list without a name', ['- list:'], ['list without a name']],
    ['an image without a name, but not the icon of a button', ['- img', '- button "Save":', '  - img'], ['img without a name']],
    [
      'two buttons of one name in a dialog',
      ['- dialog "Copy":', '  - button "Choose"', '  - list "Files":', '    - button "Choose"'],
      ['two buttons "Choose" in one dialog'],
    ],
    ['the same name in two places is none', ['- dialog "A":', '  - button "Close"', '- button "Close"'], []],
    [
      'a control inside of a heading',
      ['- main:', '  - heading "Pull" [level=1]:', '    - radiogroup "Tool"', '  - radiogroup "Tool"'],
      ['radiogroup inside the heading "Pull"'],
    ],
    [
      'a level that is skipped',
      ['- main:', '  - heading "A" [level=1]', '  - heading "B" [level=3]'],
      ['heading "B" of level 3 with none of level 2 before it'],
    ],
    [
      'a main part that begins below the first level',
      ['- main:', '  - heading "A" [level=2]'],
      ['heading "A" of level 2 with none of level 1 before it'],
    ],
    [
      'a name in pieces, but not one that is followed by more',
      ['- heading "1.9.3" [level=1]: 1.9 .3', '- treeitem "tools" [level=1]: tools 120', '- heading "a / b/c" [level=2]: a / b / c'],
      ['heading "1.9.3" is read as "1.9 .3"'],
    ],
    ['a dialog begins at the second', ['- main:', '  - heading "A" [level=1]', '- dialog "B":', '  - heading "B" [level=2]'], []],
  ])('%s', (_, lines, flaws) => expect(ariaFlaws(lines.join('\n'))).toEqual(flaws));
});
