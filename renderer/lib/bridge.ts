/** What the preload of Electron lends the page; nothing in a browser. */
type Bridge = {
  /** Where a file is that was dropped on the page. */
  readonly pathOf: (file: File) => string;
};

export const bridge = (): Bridge | undefined => (window as { readonly longshore?: Bridge }).longshore;
