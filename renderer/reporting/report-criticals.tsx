import { useState } from 'react';
import type { ReportId, StudyId } from '../../shared/model/ids.ts';
import { useRegisterCommands } from '../app/commands/index.ts';
import { useRefusal } from '../app/may.ts';
import { CriticalDialog } from '../critical/index.ts';
import type { SectionEditors } from './editor-actions.ts';
import { REPORT_KEYS } from './report-keys.ts';

/** One key from any finding to the call: what is selected in the text is what it is about. */
export function ReportCriticals({
  studyId,
  reportId,
  editors,
}: {
  readonly studyId: StudyId;
  readonly reportId: ReportId | null;
  readonly editors: SectionEditors;
}) {
  const [proposed, setProposed] = useState<string | null>(null);
  const refusal = useRefusal('communication.open');
  useRegisterCommands([
    { ...REPORT_KEYS.critical, enabled: () => refusal === null, run: () => setProposed(selectedText(editors)) },
  ]);
  if (proposed === null) return null;
  return <CriticalDialog studyId={studyId} reportId={reportId} proposed={proposed} onClose={() => setProposed(null)} />;
}

function selectedText(editors: SectionEditors): string {
  const editor = editors.target();
  if (!editor) return '';
  const { from, to } = editor.state.selection;
  return editor.state.doc.textBetween(from, to, ' ');
}
