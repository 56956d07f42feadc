/** Ends a switch over a union: a member that was forgotten is a type error here, and a thrown one at run time. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
