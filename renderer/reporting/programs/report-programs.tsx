import { useState } from 'react';
import type { ProgramDraft, ProgramDrafts } from '../../../shared/model/program-draft.ts';
import type { Report } from '../../../shared/model/report.ts';
import { makerOf, placedSections } from '../../../shared/report/program-text.ts';
import { useRegisterCommands } from '../../app/commands/index.ts';
import { useNotices } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import type { SectionEditors } from '../editor-actions.ts';
import { showWaiting } from '../passages.ts';
import { putText } from '../put-text.ts';
import { REPORT_KEYS } from '../report-keys.ts';
import { ProgramDialog } from './program-dialog.tsx';

/** Drafts of programs, by one key: looked at, and taken into the report as what they are, every line of them unaccepted. */
export function ReportPrograms({
  report,
  editors,
}: {
  readonly report: Report;
  /** Null where nothing is being written. */
  readonly editors: SectionEditors | null;
}) {
  const notices = useNotices();
  const { link } = useServices();
  const [found, setFound] = useState<ProgramDrafts | null>(null);
  const open = async (): Promise<void> => {
    setFound(await link.call('report.programDrafts', { studyId: report.studyId }));
  };
  useRegisterCommands([
    {
      ...REPORT_KEYS.programDrafts,
      enabled: () => editors !== null,
      run: () => void open().catch((error: unknown) => notices.fail(error, 'AI drafts')),
    },
  ]);
  if (found === null || editors === null) return null;
  const take = (draft: ProgramDraft): void => {
    for (const { sectionId, text } of placedSections(draft.sections, report.template.sections)) {
      const editor = editors.get(sectionId);
      if (editor) putText(editor, text, { kind: 'ai', maker: makerOf(draft) }, 'end');
    }
    setFound(null);
    // Once the dialog has given the focus back to what had it before.
    requestAnimationFrame(() => void showWaiting(editors, 1));
  };
  return <ProgramDialog found={found} onTake={take} onClose={() => setFound(null)} />;
}
