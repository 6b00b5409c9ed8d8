import { useEffect, useRef } from 'react';
import type { CheckFinding } from '../../shared/model/report.ts';
import { selectWords } from './editor-actions.ts';
import type { ReportActions } from './use-report-actions.ts';

/** Leaves the question before the signature for the words that a finding means, which are then selected and have the keys. */
export function useMeantWords(actions: ReportActions): (finding: CheckFinding) => void {
  const meant = useRef<CheckFinding | null>(null);
  const { signing, editors, keepWriting } = actions;
  // Once the dialog is gone: it gives the focus back to what had it before.
  useEffect(() => {
    const finding = meant.current;
    if (signing !== null || finding === null || finding.sectionId === null) return;
    meant.current = null;
    const editor = editors.get(finding.sectionId);
    if (editor) selectWords(editor, finding.at ?? null);
  }, [signing, editors]);
  return (finding) => {
    meant.current = finding;
    keepWriting();
  };
}
