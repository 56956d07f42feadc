/** A time of a certificate, such as `Nov 25 00:11:42 2026 GMT`, as every language reads it; what is no time is left as it is. */
export function utcOf(text: string): string {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? text : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
