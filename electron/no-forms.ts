/**
 * Whether a message is a form is asked of each, and Node loads an HTTP client of its own to know what a form is: 50 ms of the first answer. No message
 * of Longshore is one, so here a form is something that nothing is. It is assigned: to define it would ask first what it was.
 */
export function doWithoutForms(): void {
  globalThis.FormData = class {} as typeof FormData;
}
