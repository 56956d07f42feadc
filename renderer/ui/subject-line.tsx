import { MiddleCut } from './middle-cut.tsx';

/** What a dialog or a page is about, below its title. It is cut in its middle: the end of a long path says more than its beginning. */
export function SubjectLine({ text }: { readonly text: string }) {
  return (
    <div className="dim cut" title={text}>
      <MiddleCut text={text} />
    </div>
  );
}
