import { chunkAround } from '../language/statement.ts';
import type { Claim, Statement } from '../language/statement.ts';
import type { Span } from '../language/sentences.ts';
import { WIDE } from './impression-missing.ts';
import { quoted } from './report-text.ts';
import type { ReportText, TextFinding } from './report-text.ts';
import { isAsserted, isOpposite, sidedOf } from './sided.ts';

/** Of a part of the body that is said to be as it should be. */
interface InOrder extends Span {
  readonly part: string;
  readonly statement: Statement;
}

const WORDS = new Set('intact dry unremarkable normal homogeneous patent compressible'.split(' '));
const MATTERS = new Set('tear effusion laceration'.split(' '));

/** A part that the impression calls intact and the findings do not, or the other way round. */
export function inOrderChecks(text: ReportText): TextFinding[] {
  const found = text.claims('findings').filter(({ standing }) => isAsserted(standing));
  const wellSaid = inOrder(text.of('impression')).filter(({ part, statement }) =>
    found.some((claim) => isBroken(claim, part) && !isOtherSide(claim, statement)),
  );
  const well = inOrder(text.of('findings'));
  const badlySaid = text.claims('impression').flatMap((claim) => {
    if (!isAsserted(claim.standing) || !isMatter(claim)) return [];
    return claim.anatomy
      .filter((part) => !WIDE.has(part) && well.some((one) => one.part === part && !isOtherSide(claim, one.statement)))
      .filter((part) => !found.some((other) => other.anatomy.includes(part)))
      .map(() => ({ statement: claim.statement, ...claim.span }));
  });
  return [...wellSaid, ...badlySaid].map(({ statement, start, end }) => ({
    code: 'check/impression',
    sectionId: 'impression',
    start,
    end,
    message: `The impression says ${quoted(statement.text)}; the findings say otherwise.`,
  }));
}

function inOrder(statements: readonly Statement[]): InOrder[] {
  return statements.flatMap((statement) =>
    statement.anatomy.flatMap(({ entry, at, end }): InOrder[] => {
      const [from, to] = chunkAround(statement, at);
      const piece = statement.words.slice(from, to);
      const isWell =
        piece.some(({ word }) => WORDS.has(word)) && !piece.some(({ word }) => word === 'not' || word === 'no');
      const isAnother = statement.findings.some((finding) => finding.at >= from && finding.at < to);
      if (!isWell || isAnother || WIDE.has(entry.id)) return [];
      const first = statement.words[at];
      return [{ part: entry.id, statement, start: first?.start ?? 0, end: statement.words[end - 1]?.end ?? 0 }];
    }),
  );
}

/** A grave or a plain mechanical matter of the part itself. */
function isBroken(claim: Claim, part: string): boolean {
  return (
    claim.standing.status === 'present' && isMatter(claim) && claim.anatomy.length === 1 && claim.anatomy[0] === part
  );
}

function isMatter({ finding }: Claim): boolean {
  return MATTERS.has(finding.group ?? finding.id);
}

function isOtherSide({ side }: Claim, statement: Statement): boolean {
  return side !== null && sidedOf([statement]).some((one) => isOpposite(one.side, side));
}
