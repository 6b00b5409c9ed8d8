import { folded } from '../language/lexicon.ts';
import type { Claim, Statement } from '../language/statement.ts';
import { tellsOfNoGrowth } from '../language/change.ts';
import { hasAnotherName } from './other-name.ts';
import { quoted } from './report-text.ts';
import type { ReportText, TextFinding } from './report-text.ts';
import { isAsserted, isOpposite } from './sided.ts';
import { sizesOf } from './sizes.ts';

/** Words of an impression that stand for findings without naming them. */
const SUMMARY = /\b(?:as (?:above|described|detailed)|see (?:above|findings|body)|described above|detailed above)\b/i;
/** What an intervention opened was closed before. */
const OPENED = /\brecanali[sz]\w*/i;
/** The outcome of an intervention: what it was done for is not told again. */
const DONE = /\b(?:(?:technically )?successful(?:ly)?|technical success|uncomplicated|uneventful)\b/i;
/** What an intervention can bring about has to be told whatever its outcome. */
const COMPLICATIONS = new Set('pneumothorax free-air dissection'.split(' '));
/** A stage, or a score of a breast, stands for the tumour that has it. */
const STAGED = /\b[a-z]{0,3}T(?:is|[0-4x])[a-d]?\s*,?\s*[a-z]?N[0-3x]|\bFIGO\b|\b[RUM][45]\b|\bDeauville\b/;
/** Findings with these words need no place in an impression. */
const MINOR = new Set(
  'incidental benign simple stable unchanged old healed chronic known remote physiologic likely possible question prior previous previously degenerative smaller fallen decreased decreasing shrunk shrunken shrinking regressed regressing reduced diminished resolving improved improving less residual before same postoperative postsurgical expected anticipated physiological mural crescent sealed coiled clipped stented evacuated similar'.split(
    ' ',
  ),
);

/** What goes by one of these names is no tumour to be told of. */
const BENIGN = new Set(
  'adenoma granuloma hamartoma lipoma myelolipoma angiomyolipoma hemangioma fibroadenoma hyperplasia enostosis'.split(
    ' ',
  ),
);

/** Grave findings that the impression does not mention: not by their name, not by their place, not by their size. */
export function missingFromImpression(text: ReportText): TextFinding[] {
  const impression = text.text('impression');
  if (impression.trim() === '' || SUMMARY.test(impression)) return [];
  const claims = text.claims('impression');
  const said = new Set([...claims.map(keyOf), ...(STAGED.test(impression) ? ['tumor'] : [])]);
  const isDone = DONE.test(impression);
  const statements = text.of('impression').filter((statement) => asserts(statement, claims));
  const seen = new Set<string>();
  return text.claims('findings').flatMap((claim) => {
    const key = keyOf(claim);
    if (key === 'occlusion' && OPENED.test(impression)) return [];
    if (isDone && !COMPLICATIONS.has(key)) return [];
    if (!isGrave(claim) || said.has(key) || seen.has(key) || impliedBy(key, said)) return [];
    if (statements.some((statement) => isSamePlace(claim, statement, text))) return [];
    seen.add(key);
    const message = `The impression does not mention ${quoted(claim.statement.text)}.`;
    const isWeak = isSlight(claim) || (DESCRIBED.has(key) && hasAnotherName(claim, statements, text, WIDE));
    return [
      {
        code: 'check/impression-missing',
        sectionId: 'findings',
        ...claim.span,
        message,
        ...(isWeak ? { isWeak } : {}),
      },
    ];
  });
}

/** What two findings have in common where they are words for the same. */
export function keyOf({ finding }: Claim): string {
  return finding.group ?? finding.id;
}

/** Stated as present, of a grave kind, and new; "the nodule" speaks of one that was described before. */
function isGrave({ finding, standing, statement, span }: Claim): boolean {
  const isHeld = standing.status === 'present' || (standing.status === 'possible' && finding.group === 'tumor');
  if (finding.major !== true || !isHeld) return false;
  if (statement.words.some(({ word }) => MINOR.has(word))) return false;
  if (tellsOfNoGrowth(statement.text)) return false;
  const isMass = finding.group === 'tumor' || finding.group === 'nodule';
  if (isMass && statement.words.some(({ word }) => BENIGN.has(folded(word)))) return false;
  const { majorFrom } = finding;
  if (majorFrom !== undefined && !sizesOf(statement.text).some(({ mm }) => mm >= majorFrom)) return false;
  const at = statement.words.findIndex(({ start }) => start === span.start);
  return !statement.words.slice(Math.max(0, at - 2), at).some(({ word }) => word === 'the');
}

/** Whether a sentence of the impression says that something is there. */
function asserts(statement: Statement, claims: readonly Claim[]): boolean {
  const own = claims.filter((claim) => claim.statement === statement);
  return own.length > 0 ? own.some(({ standing }) => isAsserted(standing)) : !/^no\b|\bnormal\b/i.test(statement.text);
}

/** Parts too wide to tell one matter from another. */
export const WIDE = new Set(
  'head brain chest lung abdomen pelvis bones spine soft-tissues nodes neck mediastinum'.split(' '),
);

/** Matters that go by no other name: their place alone does not stand for them. */
const BY_NAME = new Set('fracture dislocation hemorrhage embolus pneumothorax dissection free-air'.split(' '));

/** Kinds of findings that describe and that a conclusion calls by the name of the disease; the others are named as they are. */
const DESCRIBED = new Set(
  'tumor nodule consolidation thrombus occlusion rupture laceration hydrocephalus aneurysm dislocation mass-effect'.split(
    ' ',
  ),
);

/** Degrees of what may be left out of an impression without harm. */
const SLIGHT = new Set(
  'mild minimal minor slight subtle trace tiny punctate subcentimeter early borderline'.split(' '),
);
/** Grave kinds that have a slight form; of the others even a trace is told. */
const HAS_SLIGHT = new Set(
  'nodule consolidation hydrocephalus dislocation laceration aneurysm obstruction infarct'.split(' '),
);

function isSlight(claim: Claim): boolean {
  const { statement, span } = claim;
  const at = statement.words.findIndex(({ start }) => start === span.start);
  return (
    HAS_SLIGHT.has(keyOf(claim)) && statement.words.slice(Math.max(0, at - 3), at).some(({ word }) => SLIGHT.has(word))
  );
}

/** A sentence on the same part and side, or with the same size: the matter under another name. */
function isSamePlace(claim: Claim, statement: Statement, { lexicon }: ReportText): boolean {
  if (BY_NAME.has(keyOf(claim))) return isSameSize(claim, statement);
  if (isSameSize(claim, statement)) return true;
  const sides = statement.sides.map(({ side }) => side);
  const { side } = claim;
  if (side !== null && sides.length > 0 && sides.every((other) => isOpposite(side, other))) return false;
  return claim.anatomy.some(
    (part) =>
      !WIDE.has(part) &&
      statement.anatomy.some(({ entry }) => !WIDE.has(entry.id) && lexicon.isRelated(part, entry.id)),
  );
}

function isSameSize(claim: Claim, statement: Statement): boolean {
  const sizes = sizesOf(claim.statement.text).map(({ mm }) => mm);
  return sizesOf(statement.text).some(({ mm }) => sizes.some((other) => Math.abs(mm - other) < 0.6));
}

/** Groups that a wider word of an impression covers. */
const COVERED: Readonly<Record<string, readonly string[]>> = {
  nodule: ['tumor', 'lesion', 'ground-glass'],
  tumor: ['lymphadenopathy', 'ectopic'],
  hemorrhage: ['laceration', 'rupture'],
  occlusion: ['infarct', 'thrombus', 'embolus', 'stenosis'],
  thrombus: ['embolus', 'occlusion'],
  embolus: ['thrombus', 'occlusion'],
  consolidation: ['tumor', 'atelectasis'],
  rupture: ['aneurysm', 'dissection', 'tear', 'injury'],
  laceration: ['injury'],
  aneurysm: ['rupture', 'dissection'],
  infarct: ['occlusion'],
  'free-air': ['diverticulitis', 'appendicitis'],
  abscess: ['diverticulitis', 'appendicitis', 'osteomyelitis'],
  'mass-effect': ['hemorrhage', 'tumor'],
  obstruction: ['hernia', 'stone', 'ischemia-bowel'],
  torsion: ['infarct'],
  fracture: ['injury'],
  dislocation: ['fracture', 'injury'],
  'cord-compression': ['disc-herniation', 'tumor', 'fracture'],
};

function impliedBy(key: string, said: ReadonlySet<string>): boolean {
  return (COVERED[key] ?? []).some((wider) => said.has(wider));
}
