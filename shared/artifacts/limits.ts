/** Bytes of the largest blob of an artifact that is read to show what is in it. A Helm chart has at most 1 MiB, as a Kubernetes secret. */
export const MOST_OF_BLOB = 16 * 1024 ** 2;
