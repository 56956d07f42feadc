type Repository = { readonly connection: string; readonly repository: string | null | undefined };

/** A registry by its name, and a repository of it where there is one. Pure. */
export const placeText = ({ connection, repository }: Repository): string => (repository ? `${connection} / ${repository}` : connection);

/** An image by where it is, and by its tag where it has one. Pure. */
export const imageText = ({ tag, ...at }: Repository & { readonly tag: string }): string =>
  `${placeText(at)}${tag === '' ? '' : `:${tag}`}`;
