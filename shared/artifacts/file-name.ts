import type { Pairs } from '../oci/manifest.ts';

/** Where tools write the name of a file: oras and most others (https://oras.land/docs/concepts/artifact), ModelPack, and CNAI before it. */
const NAMES = ['org.opencontainers.image.title', 'org.cncf.model.filepath', 'org.cnai.model.filepath'];

/** The name of the file that a layer is, where its annotations say so. */
export function fileNameOf(annotations: Pairs): string | undefined {
  const values = new Map(annotations);
  return NAMES.map((key) => values.get(key)).find((value) => value);
}
