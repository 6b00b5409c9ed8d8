import { AppError } from '../../errors/app-error.ts';
import { assertNever } from '../../lib/assert-never.ts';
import { NORMAL_NODE_MM, TOO_SMALL_MM } from './lesions.ts';
import type { FoundTarget, TargetFinding } from './lesions.ts';

/** Sum of diameters of the targets, mm. `missing` names the lesions that were not evaluated: then `mm` is a least value. */
export type DiameterSum = Readonly<{
  mm: number;
  missing: readonly string[];
  /** All non-nodal targets gone, every node under 10 mm: the sum need not be 0. */
  allNormal: boolean;
  /** A target other than a node is there. */
  massSeen: boolean;
}>;

/**
 * Adds the longest diameters of the lesions and the short axes of the nodes (rule 3.3).
 * @throws AppError measure/bad-values for a negative or endless diameter, or a node without a value of its own
 */
export function sumOfDiameters(targets: readonly FoundTarget[]): DiameterSum {
  let mm = 0;
  let allNormal = targets.length > 0;
  let massSeen = false;
  const missing: string[] = [];
  for (const { lesion, finding } of targets) {
    const counted = countedDiameter(finding, lesion.node);
    if (counted === null) missing.push(lesion.trackingUid);
    else mm += counted;
    if (!isNormal(finding, counted, lesion.node)) allNormal = false;
    if (!lesion.node && counted !== null && counted > 0) massSeen = true;
  }
  return { mm, missing, allNormal, massSeen };
}

/** What a finding adds to the sum, mm; null where it was not evaluated. */
export function countedDiameter(finding: TargetFinding, node: boolean): number | null {
  switch (finding.kind) {
    case 'measured':
      return diameter(finding.mm);
    case 'split':
      if (finding.pieces.length === 0) throw refused('a lesion that split has no pieces');
      return finding.pieces.map(diameter).reduce((sum, piece) => sum + piece, 0);
    case 'too-small':
      if (node) throw refused('a lymph node is entered with its real short axis');
      return TOO_SMALL_MM;
    case 'gone':
      if (node) throw refused('a lymph node is entered with its real short axis');
      return 0;
    case 'merged':
      return 0;
    case 'not-evaluated':
      return null;
    default:
      return assertNever(finding);
  }
}

function isNormal(finding: TargetFinding, counted: number | null, node: boolean): boolean {
  if (counted === null || finding.kind === 'merged') return false;
  return node ? counted < NORMAL_NODE_MM : counted === 0;
}

function diameter(mm: number): number {
  if (!Number.isFinite(mm) || mm < 0) throw refused('a diameter is a number of mm, 0 or more');
  return mm;
}

function refused(message: string): AppError {
  return new AppError('measure/bad-values', message);
}
