import type { ReportContent } from '../../model/report.ts';
import { provenanceWords, waitingPassages } from '../provenance.ts';
import { quoted } from './report-text.ts';
import type { TextFinding } from './report-text.ts';

/** Text that nobody stands for: copied from another report, or drafted by a program, and not accepted passage by passage. */
export function unacceptedChecks(content: ReportContent): TextFinding[] {
  return waitingPassages(content).map(({ sectionId, from, start, end, text }) => ({
    code: from.kind === 'ai' ? 'check/unaccepted-ai' : 'check/unaccepted-copy',
    sectionId,
    start,
    end,
    message: `${quoted(text)}: ${provenanceWords(from)}.`,
  }));
}
