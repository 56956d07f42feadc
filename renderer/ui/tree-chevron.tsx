import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';

/** Opens and closes a line of a tree. Of a line that cannot be opened, its room. */
export function TreeChevron({
  expanded,
  className,
  onToggle,
}: {
  readonly expanded: boolean | undefined;
  readonly className: string | undefined;
  readonly onToggle: () => void;
}) {
  if (expanded === undefined) return <span className={className} />;
  const Chevron = expanded ? IconChevronDown : IconChevronRight;
  return (
    <Chevron
      aria-hidden="true"
      size={14}
      className={className}
      // It opens and closes the line, and does not open the repository.
      onPointerDown={(event) => event.stopPropagation()}
      onClick={(event) => {
        event.stopPropagation();
        onToggle();
      }}
    />
  );
}
