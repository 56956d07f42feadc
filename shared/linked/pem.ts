/** Characters of the keys and certificates that a person gives: a longer text is something else. */
export const MOST_PEM = 256 * 1024;
