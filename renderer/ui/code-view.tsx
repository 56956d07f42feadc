import { json } from '@codemirror/lang-json';
import { foldGutter, foldKeymap, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { closeSearchPanel, highlightSelectionMatches, openSearchPanel, search, searchKeymap, searchPanelOpen } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import {
  Decoration,
  drawSelection,
  EditorView,
  highlightActiveLine,
  type KeyBinding,
  keymap,
  lineNumbers,
  MatchDecorator,
  ViewPlugin,
  WidgetType,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { TFunction } from 'i18next';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { isDigest } from '../../shared/oci/digest.ts';

const highlight = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent-text)' },
  { tag: tags.string, color: 'var(--text)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--dim)' },
  { tag: [tags.brace, tags.squareBracket, tags.separator], color: 'var(--faint)' },
]);

/** The search icon (Tabler), as a mask: its colour is that of the theme. */
const MAGNIFIER = `url("data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#000" stroke-width="2.4" stroke-linecap="round"><path d="M3 10a7 7 0 1 0 14 0a7 7 0 1 0-14 0M21 21l-6-6"/></svg>',
)}")`;

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '12px', backgroundColor: 'transparent', color: 'var(--text)' },
  '&.cm-focused': { outline: 'none' },
  '&:has(.cm-content:focus-visible)': { outline: '2px solid var(--accent)', outlineOffset: '-2px', borderRadius: '6px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55' },
  '.cm-line': { paddingLeft: 'calc(6px + var(--indent, 0px))', textIndent: 'calc(-1 * var(--indent, 0px))' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'var(--sunken)' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--faint)', border: 'none' },
  '.cm-panels': { backgroundColor: 'var(--raised)', color: 'var(--text)' },
  '.cm-panels.cm-panels-bottom': { borderTop: '1px solid var(--line)' },
  '.cm-textfield, .cm-button': { border: '1px solid var(--field)', borderRadius: '6px', background: 'var(--bg)', color: 'var(--text)' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': { backgroundColor: 'var(--accent-weak) !important' },
  '.cm-searchMatch': { backgroundColor: 'var(--warn-weak)', outline: '1px solid var(--warn)' },
  '.cm-panel.cm-search': { display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: '6px', padding: '6px 34px 6px 10px' },
  '.cm-panel.cm-search br': { display: 'none' },
  '.cm-panel.cm-search label': { display: 'flex', alignItems: 'center', gap: '5px', fontSize: '12px' },
  '.cm-panel.cm-search input, .cm-panel.cm-search button, .cm-panel.cm-search label': { margin: '0' },
  '.cm-panel.cm-search .cm-textfield': { width: '180px', padding: '3px 8px', fontSize: '12px' },
  '.cm-panel.cm-search .cm-button': { padding: '3px 10px', fontSize: '12px', cursor: 'pointer' },
  '.cm-panel.cm-search [name=close]': { top: '6px', right: '10px', fontSize: '18px', color: 'var(--dim)', cursor: 'pointer' },
  '.cm-link': { cursor: 'pointer', textDecoration: 'underline', textDecorationColor: 'var(--field)', textUnderlineOffset: '3px' },
  '.cm-link:hover': { color: 'var(--accent-text)', textDecorationColor: 'currentcolor' },
  '.cm-link:focus-visible': { outline: '2px solid var(--accent)', outlineOffset: '1px', borderRadius: '3px' },
  '.cm-whereIs': {
    all: 'unset',
    display: 'inline-block',
    padding: '1px',
    marginLeft: '5px',
    height: '14px',
    verticalAlign: '-3px',
    textIndent: '0',
    borderRadius: '3px',
    color: 'var(--dim)',
    cursor: 'pointer',
  },
  '.cm-whereIs > span': {
    display: 'block',
    width: '14px',
    height: '14px',
    backgroundColor: 'currentcolor',
    mask: `${MAGNIFIER} center / contain no-repeat`,
  },
  '.cm-whereIs:hover, .cm-whereIs:focus-visible': { color: 'var(--accent-text)' },
  '.cm-whereIs:focus-visible': { outline: '2px solid var(--accent)' },
  '.cm-foldPlaceholder': { background: 'var(--sunken)', border: 'none', color: 'var(--dim)' },
});

/** The digests of the text that lead somewhere, what following one does, and what searching for any of them does. */
export type CodeLinks = {
  readonly has: (digest: string) => boolean;
  readonly follow: (digest: string) => void;
  readonly search: (digest: string) => void;
};

/** A button behind a digest that searches for it. It is no part of the text. */
class SearchButton extends WidgetType {
  private readonly digest: string;
  private readonly name: string;
  private readonly search: CodeLinks['search'];

  constructor(digest: string, name: string, search: CodeLinks['search']) {
    super();
    this.digest = digest;
    this.name = name;
    this.search = search;
  }

  override eq(other: SearchButton): boolean {
    return other.digest === this.digest && other.name === this.name;
  }

  override toDOM(): HTMLElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'cm-whereIs';
    button.title = this.name;
    button.setAttribute('aria-label', this.name);
    button.append(document.createElement('span'));
    button.addEventListener('click', () => this.search(this.digest));
    return button;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

/** Draws digests that lead somewhere as links, and behind every digest a button, for the mouse and for the Tab key. */
function digestLinks({ has, follow, search }: CodeLinks, searchName: string) {
  const matcher = new MatchDecorator({
    regexp: /[a-z0-9]{1,16}:[0-9a-f]{32,128}/g,
    decorate: (add, from, to, [digest], view) => {
      if (has(digest))
        add(from, to, Decoration.mark({ class: 'cm-link', attributes: { role: 'link', tabindex: '0', 'data-digest': digest } }));
      // Behind the quote that ends it.
      const end = view.state.sliceDoc(to, to + 1) === '"' ? to + 1 : to;
      if (isDigest(digest)) add(end, end, Decoration.widget({ widget: new SearchButton(digest, searchName, search), side: 1 }));
    },
  });
  const followFrom = (target: EventTarget | null): boolean => {
    const digest = target instanceof Element ? target.closest<HTMLElement>('.cm-link')?.dataset['digest'] : undefined;
    if (digest !== undefined) follow(digest);
    return digest !== undefined;
  };
  return ViewPlugin.define(
    (view) => ({
      links: matcher.createDeco(view),
      update(change) {
        this.links = matcher.updateDeco(change, this.links);
      },
    }),
    {
      decorations: ({ links }) => links,
      eventHandlers: {
        click: (event) => followFrom(event.target),
        keydown: (event) => event.key === 'Enter' && followFrom(event.target),
      },
    },
  );
}

/** A line that is wrapped goes on below its own beginning, not at the left edge. */
const wrapIndent = (() => {
  const matcher = new MatchDecorator({
    regexp: /^ +/g,
    decorate: (add, from, _to, [spaces], view) => {
      // Of a very long line, what is drawn may begin in its middle.
      if (view.state.doc.lineAt(from).from === from)
        add(from, from, Decoration.line({ attributes: { style: `--indent: ${spaces.length}ch` } }));
    },
  });
  return ViewPlugin.define(
    (view) => ({
      lines: matcher.createDeco(view),
      update(change) {
        this.lines = matcher.updateDeco(change, this.lines);
      },
    }),
    { decorations: ({ lines }) => lines },
  );
})();

const moveByLine =
  (isForward: boolean) =>
  (view: EditorView): boolean => {
    view.dispatch({ selection: view.moveVertically(view.state.selection.main, isForward), scrollIntoView: true });
    return true;
  };

/** The line that is folded by key: text that is not edited has no cursor of the browser's. */
const LINES: readonly KeyBinding[] = [
  { key: 'ArrowDown', run: moveByLine(true) },
  { key: 'ArrowUp', run: moveByLine(false) },
];

/** The words of CodeMirror's own search panel. */
const phrases = (t: TFunction): Record<string, string> => ({
  Find: t('code.find'),
  next: t('code.next'),
  previous: t('code.previous'),
  all: t('code.all'),
  'match case': t('code.matchCase'),
  regexp: t('code.regexp'),
  'by word': t('code.byWord'),
  close: t('dialog.close'),
  'current match': t('code.currentMatch'),
  'on line': t('code.onLine'),
  'Fold line': t('code.fold'),
  'Unfold line': t('code.unfold'),
  'folded code': t('code.folded'),
  unfold: t('code.unfold'),
});

export type CodeHandle = { readonly toggleSearch: () => void };

/** Text that is read and never written, searchable with Ctrl F: highlighted JSON that folds, or any other text as it is. */
export function CodeView({
  text,
  label,
  language = 'json',
  links,
  handle,
}: {
  readonly text: string;
  readonly label: string;
  readonly language?: 'json' | 'plain';
  readonly links?: CodeLinks;
  readonly handle?: Ref<CodeHandle>;
}) {
  const { t } = useTranslation();
  const element = useRef<HTMLDivElement>(null);
  const shown = useRef<EditorView>(null);
  useImperativeHandle(handle, () => ({
    toggleSearch: () => {
      const view = shown.current;
      if (view) (searchPanelOpen(view.state) ? closeSearchPanel : openSearchPanel)(view);
    },
  }));
  useEffect(() => {
    if (!element.current) return;
    const view = new EditorView({
      parent: element.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          EditorState.readOnly.of(true),
          EditorView.editable.of(false),
          EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': label }),
          EditorState.phrases.of(phrases(t)),
          EditorView.lineWrapping,
          wrapIndent,
          ...(links ? [digestLinks(links, t('tags.menu.whereIs'))] : []),
          lineNumbers(),
          drawSelection(),
          highlightActiveLine(),
          highlightSelectionMatches(),
          search(),
          ...(language === 'json' ? [foldGutter(), json()] : []),
          syntaxHighlighting(highlight),
          look,
          keymap.of([...searchKeymap, ...foldKeymap, ...LINES]),
        ],
      }),
    });
    shown.current = view;
    return () => view.destroy();
  }, [text, label, language, links, t]);
  return <div ref={element} style={{ height: '100%', minHeight: 0 }} />;
}
