import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { exportFile } from '../lib/export-file.ts';
import { noticeFailure } from '../lib/notice-failure.ts';
import { saveFile } from '../lib/save-file.ts';

type Props = {
  /** What the file is called, without its ending. */
  readonly name: string;
  /** Asks for the text of what is on screen; undefined while there is none. */
  readonly text: (() => Promise<{ readonly text: string }>) | undefined;
};

/** Saves the plan of a change as a file, which can be reviewed and applied elsewhere. Nothing is changed. */
export function SavePlanButton({ name, text }: Props) {
  const { t } = useTranslation();
  const save = useMutation({
    mutationFn: async (ask: NonNullable<Props['text']>) => {
      const plan = await ask();
      const file = exportFile('json', name);
      saveFile(file.name, file.type, plan.text);
    },
    onError: (error) => noticeFailure(t, error),
  });
  return (
    <Button variant="default" disabled={text === undefined} loading={save.isPending} onClick={() => text && save.mutate(text)}>
      {t('change.savePlan')}
    </Button>
  );
}
