const NUMBER = String.raw`(\d+(?:[.,]\d+)?)(?:\s*[x×]\s*\d+(?:[.,]\d+)?)*\s*-?(mm|cm)?`;
/** "from 74 mm to 31 mm": then and now. */
const FROM_TO = new RegExp(String.raw`\bfrom\s+${NUMBER}\s+to\s+${NUMBER}`, 'gi');
/** "3 mm (was 11 mm)", "9 mm, previously 22 mm": now and then. */
const NOW_WAS = new RegExp(
  String.raw`${NUMBER}\s*[,(\[]*\s*(?:was|were|previously|prev\.?|formerly|earlier)\s+(?:measur\w+\s+)?${NUMBER}`,
  'gi',
);

/** "7 mm (25 mm)", "7.2 mm (7.1; 6.9)": now, and in brackets then, the last of several first. */
const BRACKETS =
  /(\d+(?:[.,]\d+)?)\s*(mm|cm)\s*\(\s*(\d+(?:[.,]\d+)?)\s*(mm|cm)?(?:\s*[;,]\s*\d+(?:[.,]\d+)?\s*(?:mm|cm)?)*\s*\)/gi;
/** Share of a size by which two measurements of the same thing differ without it having changed. */
const SAME = 0.1;
/** Millimetres by which small ones do. */
const SAME_MM = 1;

/** Whether a text says by two numbers that something has become smaller, and by no two that something has grown. */
export function tellsOfLess(text: string): boolean {
  const changes = changesIn(text);
  return changes.length > 0 && changes.every(({ now, then }) => now < then);
}

/** Whether a text gives a size of before beside that of now, and none that has grown by more than what measuring it twice makes. */
export function tellsOfNoGrowth(text: string): boolean {
  const changes = changesIn(text);
  return changes.length > 0 && changes.every(({ now, then }) => now - then <= Math.max(SAME_MM, then * SAME));
}

interface Change {
  readonly now: number;
  readonly then: number;
}

function changesIn(text: string): Change[] {
  return [
    ...[...text.matchAll(FROM_TO)].map(([, then, unit, now, other]) => change(now, other ?? unit, then, unit ?? other)),
    ...[...text.matchAll(BRACKETS)].map(([, now, unit, then, other]) => change(now, unit, then, other ?? unit)),
    ...[...text.matchAll(NOW_WAS)].map(([, now, unit, then, other]) => change(now, unit ?? other, then, other ?? unit)),
  ];
}

/** Now and then; in millimetres, or as the numbers stand where no unit does. */
function change(now = '', nowUnit = 'mm', then = '', thenUnit = 'mm'): Change {
  return { now: value(now, nowUnit), then: value(then, thenUnit) };
}

function value(number: string, unit: string): number {
  return Number(number.replace(',', '.')) * (unit.toLowerCase() === 'cm' ? 10 : 1);
}
