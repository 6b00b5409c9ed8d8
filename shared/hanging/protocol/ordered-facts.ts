import type { OrderFacts } from '../../model/order-facts.ts';
import type { SeriesForReading, StudyForReading } from '../../model/study.ts';
import type { Examination, Side } from '../examination.ts';
import type { PriorRules } from '../prior-relevance.ts';
import type { HangingStudy, OrderedFacts } from './case-facts.ts';

const SIDES: ReadonlySet<string> = new Set(['L', 'R']);
const NAMED: Readonly<Record<Side, readonly string[]>> = { left: ['L'], right: ['R'], both: ['L', 'R'] };

/**
 * What was asked for, by the images and by the order of the site. An order that names another patient says nothing here.
 * @param seen by the words of the description and the series
 */
export function orderedFacts(
  { study, series }: Pick<StudyForReading, 'study' | 'series'>,
  { side, parts }: Examination,
  rules: PriorRules,
): OrderedFacts & Pick<HangingStudy, 'order'> {
  const order = study.order === undefined || study.order.mismatches.length > 0 ? null : study.order;
  const seen = sidesSeen(series);
  const ordered = order?.asked?.sides ?? [];
  const reason = study.reason ?? null;
  const without: OrderedFacts = {
    description: study.description,
    procedureCodes: headerCodes(series, 'procedures'),
    reasonCodes: headerCodes(series, 'reasons'),
    // The reason of the order stands in the row of the study already.
    reason: order !== null && reason === order.reason ? null : reason,
    sides: seen.length > 0 || side === null ? seen : NAMED[side],
    ...namesOf(parts),
  };
  if (order === null) return without;
  return {
    description: [study.description, order.procedure].filter(Boolean).join(' / ') || null,
    procedureCodes: union(without.procedureCodes, eachWay(order.asked?.procedures ?? [])),
    reasonCodes: union(without.reasonCodes, eachWay(order.asked?.reasons ?? [])),
    reason: reason ?? order.reason,
    // The pictures say which side they show; an order says which one was meant.
    sides: without.sides.length > 0 ? without.sides : ordered,
    // What the images name was examined, whatever was asked for.
    ...namesOf(parts.length > 0 ? parts : partsAsked(order, rules)),
    order: { by: order.requester.name, without },
  };
}

/** The site that it names, else what its procedure is called. */
function partsAsked({ asked, procedure }: OrderFacts, rules: PriorRules): Examination['parts'] {
  const read = (description: string | null): Examination['parts'] =>
    rules.examination({ description, bodyParts: [] }).parts;
  const sites = read(asked?.sites?.join(', ') ?? null);
  return sites.length > 0 ? sites : read(procedure);
}

function namesOf(parts: Examination['parts']): Pick<OrderedFacts, 'parts' | 'regions'> {
  return { parts: parts.map(({ name }) => name), regions: [...new Set(parts.map(({ region }) => region))] };
}

function headerCodes(series: readonly SeriesForReading[], of: 'procedures' | 'reasons'): readonly string[] {
  return eachWay(series.flatMap(({ images }) => images.flatMap(({ asked }) => asked?.[of] ?? [])));
}

/** Each as its value alone and with its scheme, so that a rule may ask for either: "RPID22", "RPID22^RADLEX". */
function eachWay(codes: readonly string[]): readonly string[] {
  return [...new Set(codes.flatMap((code) => [code.split('^')[0] ?? code, code]))];
}

function union(some: readonly string[], more: readonly string[]): readonly string[] {
  return [...new Set([...some, ...more])];
}

function sidesSeen(series: readonly SeriesForReading[]): readonly string[] {
  const said = series.flatMap(({ laterality, images }) => [laterality, ...images.map((image) => image.laterality)]);
  return [...new Set(said.flatMap((side) => (side !== null && SIDES.has(side) ? [side] : [])))].sort();
}
