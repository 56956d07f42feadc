/** Whether a path, which begins with a slash wherever it is shown, has all words and none of those behind a minus, in any case. */
export function pathFilter(text: string): (path: string) => boolean {
  const words = text
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '' && word !== '-');
  const wanted = words.filter((word) => !word.startsWith('-'));
  const unwanted = words.filter((word) => word.startsWith('-')).map((word) => word.slice(1));
  return (path) => {
    const shown = `/${path.toLowerCase()}`;
    return wanted.every((word) => shown.includes(word)) && !unwanted.some((word) => shown.includes(word));
  };
}
