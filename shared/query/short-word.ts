/** Characters of the shortest word that search looks for anywhere in a name. */
const SHORTEST = 3;

/** Whether search looks for a word at the beginning of names only, unless it is to be missing. */
export const isShortWord = (text: string): boolean => [...text].length < SHORTEST;
