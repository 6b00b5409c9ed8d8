import type { FollowUpKind, Recommendation } from '../../model/follow-up.ts';
import { sentencesOf } from '../language/sentences.ts';
import { intervalsIn } from './intervals.ts';
import type { NamedInterval } from './intervals.ts';
import { targetsIn } from './targets.ts';

/** Pieces of a sentence that each recommend something of their own. */
const PIECES = /;|,?\s+(?:and\s+)?then\s+|,?\s+followed by\s+/;
/** Somebody is asked to do something. */
const ASKED =
  /\b(?:recommend(?:ed|s|ation)?|advis(?:ed|e|able)|suggested|suggest|should(?: be)?|warranted|indicated|needed|required|could be|may be|might be|consider(?:ed|ation)?|repeat|continue|return to|obtain(?:ed)?|proceed to|further (?:evaluation|characteri[sz]ation|assessment) with)\b/;
/** A plan without a verb ("CT in 6 months"): the word before a time to come. */
const PLANNED = /\b(?:in|at|within|every|by|after)\s+(?:about |approximately )?$/;
const PLANNED_AS = /^\s*(?:interval |short[- ]interval )?(?:follow|surveillance|repeat|screening)/;
const FOLLOW = /\bfollow[- ]?up|\bsurveillance\b|\brepeat imaging\b|\bimaging\b/;
/** What is no recommendation of imaging, whatever stands beside it. */
const OF_THE_CLINIC = /\bclinical (?:follow|correlation)/;
const DENIED = [
  /\bno (?:(?:further|additional|routine|dedicated|specific|imaging|radiologic\w*|short[- ](?:term|interval)|interval|immediate|definite|sonographic|urgent|mandatory)[ ,]+)*(?:follow|imaging|surveillance|evaluation|work-?up|biops|mri|ct\b|ultrasound|radiograph|mammogra)/,
  /\b(?:not|never)\s+(?:\w+\s+){0,2}?(?:recommended|required|needed|necessary|indicated|warranted|advised|suggested)/,
  /\b(?:does|do|did|would) not (?:require|need|warrant)/,
  /\bwithout (?:the )?need\b|\b(?:un|not )necessary\b|\bpreviously recommended\b/,
];
const CONDITION = /\b(?:if|unless|in case|should symptoms|in the event)\b/;
const CONSIDER =
  /\bconsider(?:ed|ation)?\b|\b(?:may|might|could) be (?:helpful|useful|of (?:value|benefit|help)|considered)\b/;

/** What a text recommends to be done later, sentence by sentence. What is denied, done already or only looked back on is nothing of it. */
export function recommendationsIn(text: string): readonly Recommendation[] {
  return sentencesOf(text).flatMap(({ start, end }) => {
    const words = text.slice(start, end);
    const low = words.toLowerCase().replace(/\s+/g, ' ');
    return low.split(PIECES).flatMap((piece) => inPiece(piece, words));
  });
}

function inPiece(piece: string, words: string): Recommendation[] {
  if (DENIED.some((denial) => denial.test(piece))) return [];
  const times = intervalsIn(piece).filter((time) => isToCome(piece, time));
  const kinds = kindsIn(piece, times.length > 0);
  if (kinds.length === 0 || (times.length === 0 && !ASKED.test(piece))) return [];
  const line = words.replace(/\s+/g, ' ').trim().slice(0, 2000);
  const of = (part: string, interval: NamedInterval['interval'] | null): Recommendation => ({
    ...{ kinds: [...kinds], interval, words: line, strength: strengthOf(part) },
  });
  if (times.length <= 1) return [of(piece, times[0]?.interval ?? null)];
  // "At 3 months and, if stable, at 12 months": what stands before each time is about that one.
  return times.map(({ end, interval }, index) => {
    const from = index === 0 ? 0 : (times[index - 1]?.end ?? 0);
    return of(piece.slice(from, index === times.length - 1 ? undefined : end), interval);
  });
}

/** Said as a plan, or beside a word that asks for it: "a 12-month history" is neither. */
function isToCome(piece: string, { at, end, interval }: NamedInterval): boolean {
  const before = piece.slice(0, at);
  if (interval.from === 0 || PLANNED.test(before) || PLANNED_AS.test(piece.slice(end))) return true;
  return ASKED.test(piece) || /\bannual|yearly/.test(piece.slice(at, end));
}

function kindsIn(piece: string, isTimed: boolean): readonly FollowUpKind[] {
  const named = [...new Set(targetsIn(piece).map(({ kind }) => kind))];
  if (named.length > 0) return named;
  const isGeneral = FOLLOW.test(piece) && !OF_THE_CLINIC.test(piece) && (isTimed || ASKED.test(piece));
  return isGeneral && !isLookedBack(piece) ? ['imaging'] : [];
}

/** Every examination that the piece names is one that was done. */
function isLookedBack(piece: string): boolean {
  return /\b(?:ct|mri|ultrasound|radiograph|x-?ray|mammogra\w+|pet)\b/.test(piece);
}

function strengthOf(part: string): Recommendation['strength'] {
  if (CONDITION.test(part)) return 'only-if';
  return CONSIDER.test(part) ? 'consider' : 'recommended';
}
