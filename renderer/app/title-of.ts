/** The title of the window: how far what runs has come, then the place. */
export const titleOf = (place: string, percent: number | undefined): string =>
  percent === undefined ? place : `${Math.floor(percent)} % · ${place}`;
