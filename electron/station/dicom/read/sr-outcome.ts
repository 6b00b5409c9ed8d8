import { entryOf } from '../../../../shared/lib/entry-of.ts';
import type { DetectionOutcome } from '../../../../shared/model/dicom-object.ts';
import { algorithmOf } from './sr-algorithms.ts';
import { codeOf, isCode } from './codes.ts';
import type { SrItem, SrTree } from './sr-tree.ts';

/** CID 6042, of the Summary of Detections (111064). */
const DETECTIONS: Readonly<Record<string, DetectionOutcome>> = {
  '111222': 'done',
  '111223': 'partly',
  '111224': 'failed',
  '111225': 'not-attempted',
};
/** CID 6047, of the CAD Processing and Findings Summary (111017). */
const PROCESSING: Readonly<Record<string, DetectionOutcome>> = {
  '111241': 'done',
  '111242': 'done',
  '111243': 'partly',
  '111244': 'partly',
  '111245': 'failed',
};
/** The worst of what is said counts. */
const WORST: readonly DetectionOutcome[] = ['not-attempted', 'failed', 'partly', 'done'];
const MOST_FAILURES = 100;

/**
 * Whether the program could do its work, by both places where it says so. Analyses that were not attempted are no fault: most programs
 * detect and do not analyse.
 */
export function outcomeOf(tree: SrTree): DetectionOutcome {
  const said = [...tree.byPath.values()].map((item) => {
    const code = item.type === 'CODE' ? codeOf(item.attributes, 'conceptCode') : null;
    if (code?.scheme !== 'DCM') return undefined;
    if (isCode(item.name, 'DCM', '111064')) return entryOf(DETECTIONS, code.value);
    return isCode(item.name, 'DCM', '111017') ? entryOf(PROCESSING, code.value) : undefined;
  });
  return WORST.find((outcome) => said.includes(outcome)) ?? 'unsaid';
}

/** Names of what stands below Failed Detections (111025) and Failed Analyses (111024), with the algorithm where it is named. */
export function failuresOf(tree: SrTree): string[] {
  const failed = [...tree.byPath.values()].filter(({ name }) => isCode(name, 'DCM', '111025', '111024'));
  return failed.flatMap(({ children }) => children.flatMap(performed)).slice(0, MOST_FAILURES);
}

/** Detection Performed (111022), Analysis Performed (111004). */
function performed(item: SrItem): string[] {
  if (!isCode(item.name, 'DCM', '111022', '111004')) return [];
  const what = codeOf(item.attributes, 'conceptCode')?.meaning ?? item.name?.meaning ?? '';
  const algorithm = algorithmOf(item);
  return [algorithm === null ? what : `${what} (${[algorithm.name, algorithm.version].filter(Boolean).join(' ')})`];
}
