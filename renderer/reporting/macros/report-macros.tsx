import { useState } from 'react';
import type { StudyId } from '../../../shared/model/ids.ts';
import { limitWords } from '../../../shared/report/macros/find-macro.ts';
import { useRegisterCommands } from '../../app/commands/index.ts';
import { useNotices } from '../../app/notices/index.ts';
import type { SectionEditors } from '../editor-actions.ts';
import { REPORT_KEYS } from '../report-keys.ts';
import { MacroDialog } from './macro-dialog.tsx';
import { expandAtCaret, putMacro } from './put-macro.ts';
import { useMacros } from './use-macros.ts';

/** Macros of the report that is written: one key expands the shorthand before the caret, another opens them all. */
export function ReportMacros({
  studyId,
  editors,
}: {
  readonly studyId: StudyId;
  /** Null where nothing is being written. */
  readonly editors: SectionEditors | null;
}) {
  const notices = useNotices();
  const [open, setOpen] = useState(false);
  const { macros, load } = useMacros(studyId, editors !== null);
  const expand = async (): Promise<void> => {
    const editor = editors?.target();
    if (!editor) return;
    const { own, shipped, facts } = macros ?? (await load());
    const found = expandAtCaret(editor, [...own, ...shipped], facts);
    if (found.kind === 'none')
      notices.add({
        tone: 'note',
        title: 'No macro of this shorthand',
        detail: 'Look for it by name among the macros.',
      });
    if (found.kind === 'elsewhere')
      notices.add({ tone: 'note', title: `“${found.macro.name}” is for ${limitWords(found.macro)}`, detail: '' });
  };
  const enabled = (): boolean => editors !== null;
  useRegisterCommands([
    {
      ...REPORT_KEYS.expand,
      enabled,
      run: () => void expand().catch((error: unknown) => notices.fail(error, 'Macro')),
    },
    { ...REPORT_KEYS.macros, enabled, run: () => setOpen(true) },
  ]);
  if (!open || editors === null) return null;
  return (
    <MacroDialog
      macros={macros}
      load={load}
      onInsert={(macro, facts) => {
        setOpen(false);
        const editor = editors.target();
        if (!editor) return;
        putMacro(editor, macro, facts);
        // Once the dialog has given the focus back to what had it before.
        requestAnimationFrame(() => editor.commands.focus());
      }}
      onClose={() => setOpen(false)}
    />
  );
}
