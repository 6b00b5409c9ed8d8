import type { Algorithm, Detection, DetectionReport } from '../../shared/model/dicom-object.ts';

/** "CAD ImageChecker 8.1". */
export function algorithmTitle(algorithm: Algorithm | undefined): string {
  return algorithm === undefined ? 'CAD' : `CAD ${algorithm.name}${versionWords(algorithm)}`;
}

function versionWords({ version }: Algorithm): string {
  return version === null ? ', version not said' : ` ${version}`;
}

/** What stands beside a mark: what it is, and how sure the program says it is, in its own figure. */
export function findingWords({ label, certainty }: Detection): string {
  return certainty === null ? label : `${label} · ${certainty.name.toLowerCase()} ${certainty.text}`;
}

/**
 * Why the absence of a mark says nothing; null where the program says that it did all of its work. A detection that failed is never
 * the same as one that found nothing.
 */
export function outcomeWarning({ outcome, failures }: Pick<DetectionReport, 'outcome' | 'failures'>): string | null {
  const which = failures.length === 0 ? '' : `: ${failures.join(', ')}`;
  switch (outcome) {
    case 'done':
      return failures.length === 0 ? null : `Part of the work of the program failed${which}`;
    case 'partly':
      return `The detection succeeded in part only${which}. Where no mark stands, nothing is known.`;
    case 'failed':
      return `The detection failed${which}. This is not the same as no findings.`;
    case 'not-attempted':
      return 'The detection was not attempted. This is not the same as no findings.';
    case 'unsaid':
      return 'The program does not say whether its detection succeeded.';
  }
}

/** The same in as many words as fit beside a study; the whole sentence stands with the object. */
export function outcomeShort({ outcome, failures }: DetectionReport): string | null {
  switch (outcome) {
    case 'done':
      return failures.length === 0 ? null : 'part of it failed';
    case 'partly':
      return 'detection succeeded in part only';
    case 'failed':
      return 'detection failed: not “no findings”';
    case 'not-attempted':
      return 'detection not attempted: not “no findings”';
    case 'unsaid':
      return 'success of the detection not said';
  }
}

/** How many there are of what: "2 marks, 1 optional, 1 not for presentation"; "no findings" only where all of the work was done. */
export function countWords(report: DetectionReport): string {
  const optional = report.findings.filter((one) => one.optional).length;
  const required = report.findings.length - optional;
  const parts = [
    required === 0 ? null : marks(required),
    optional === 0 ? null : `${optional} optional`,
    report.withheld === 0 ? null : `${report.withheld} not for presentation`,
  ].filter((part) => part !== null);
  if (parts.length > 0) return parts.join(', ');
  return report.outcome === 'done' ? 'no findings' : 'no marks';
}

/** Of marks that lie on pictures that nobody sent; null where all of them are here. */
export function absentWords(absent: number, all: number): string | null {
  if (absent === 0) return null;
  if (absent === all)
    return all === 1 ? 'its picture is not here: not drawn' : `the pictures of all ${all} are not here: not drawn`;
  return `${absent} of ${all} on pictures that are not here: not drawn`;
}

function marks(count: number): string {
  return count === 1 ? '1 mark' : `${count} marks`;
}
