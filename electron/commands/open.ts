import { type Place, placeToUrl } from '../../shared/place.ts';
import type { Context } from './context.ts';

/** `open REF`: the window, or the page in the browser, at this place. It only navigates. */
export async function open(context: Context): Promise<void> {
  const [text = ''] = context.given.operands;
  const { connection, repository, tag, digest } = await context.place(text);
  const reference = { ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
  const isImage = tag !== undefined || digest !== undefined;
  const place: Place = {
    connectionId: connection.id,
    ...(repository === undefined ? {} : { repository }),
    ...(isImage ? { reference } : {}),
  };
  const link = placeToUrl(place, await context.connections()) ?? '';
  if (context.given.has('link')) return context.output.line(link);
  context.openLater(link);
}
