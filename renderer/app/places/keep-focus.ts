let latest = 0;

/** The person has chosen where the focus is: nothing that was asked for before takes it when it comes. */
export function keepFocus(): void {
  latest += 1;
}

/** Asks for the focus. The answer tells whether it is still wanted: a later request ends those before it. */
export function askForFocus(): () => boolean {
  keepFocus();
  const own = latest;
  return () => own === latest;
}
