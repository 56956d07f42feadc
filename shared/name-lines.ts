// Names of tags or repositories, a line each: what carries messages looks at every item of a list, and there may be 100,000.

/** Names as they are sent. */
export const joinNames = (names: readonly string[]): string => names.join('\n');

/** Names that were sent. */
export const splitNames = (names: string): readonly string[] => (names === '' ? [] : names.split('\n'));
