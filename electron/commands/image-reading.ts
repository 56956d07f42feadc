import type { ImageView } from '../../shared/contract/images.ts';
import { platformName } from '../../shared/oci/platform.ts';
import type { Context } from './context.ts';
import { Refusal } from './exit-codes.ts';
import { imageOf, type Named, referenceOf } from './places.ts';

/** An image with where it is. */
export type ReadImage = {
  readonly named: Named;
  readonly connectionId: string;
  readonly repository: string;
  readonly digest: string;
  readonly view: ImageView;
};

/** The digest that a reference names now. A tag with a digest is that digest. @throws Refusal `not-found`. */
async function digestOf({ client, signal }: Context, named: Named, at: { connectionId: string; repository: string }): Promise<string> {
  if (named.digest !== undefined) return named.digest;
  const tag = named.tag ?? '';
  const { digest } = await client.images.resolve({ ...at, tag }, { signal });
  if (digest === undefined) throw new Refusal('not-found', `Not found: ${referenceOf(named.connection, at.repository, { tag })}.`);
  return digest;
}

/** Reads an image. @throws Refusal. */
export async function readImage(context: Context, text: string): Promise<ReadImage> {
  const named = await context.place(text);
  const at = imageOf(named, text);
  const digest = await digestOf(context, named, at);
  const view = await context.client.images.get({ ...at, digest }, { signal: context.signal });
  return { named, ...at, digest, view };
}

type Index = Extract<ImageView, { kind: 'index' }>;

/** `linux/arm64` also names `linux/arm64/v8` where nothing else is called like that. */
function imagesFor({ images }: Index, platform: string): readonly { readonly digest: string }[] {
  const named = images.flatMap((image) =>
    image.platform ? [{ digest: image.digest, name: platformName(image.platform), form: image.form }] : [],
  );
  const exact = named.filter(({ name, form }) => name === platform && form === undefined);
  return exact.length > 0 ? exact : named.filter(({ name, form }) => name.startsWith(`${platform}/`) && form === undefined);
}

const namesOf = ({ images }: Index): string =>
  [...new Set(images.flatMap(({ platform }) => (platform ? [platformName(platform)] : [])))].join(', ');

/** The platform that an image says it is for; undefined where its config cannot be read. What has none says so by an empty text. */
function platformOf(view: ImageView): string | undefined {
  if (view.kind !== 'image') return '';
  return view.config && (view.config.platform ? platformName(view.config.platform) : '');
}

/** The image of an index for a platform; what is no index is itself, if it is for that platform. Without a platform, the only one. @throws Refusal. */
export async function imageFor(context: Context, read: ReadImage, platform: string | undefined): Promise<ReadImage> {
  const { view, connectionId, repository } = read;
  if (view.kind !== 'index') {
    const own = platformOf(view);
    if (platform === undefined || own === undefined || own === platform || own.startsWith(`${platform}/`)) return read;
    throw new Refusal('not-found', `It has no platform ${platform}.${own === '' ? '' : ` It has: ${own}.`}`);
  }
  const [only, ...others] = view.images;
  if (platform === undefined && others.length > 0)
    throw new Refusal('usage', `It has several platforms. Choose one with --platform: ${namesOf(view)}.`);
  const digest = platform === undefined ? only?.digest : imagesFor(view, platform)[0]?.digest;
  if (digest === undefined) throw new Refusal('not-found', `It has no platform ${platform ?? ''}. It has: ${namesOf(view)}.`);
  const image = await context.client.images.get({ connectionId, repository, digest }, { signal: context.signal });
  return { ...read, digest, view: image };
}
