const NUMBER = String.raw`(\d+(?:[.,]\d+)?)(?:\s*[x×]\s*\d+(?:[.,]\d+)?)*\s*-?(mm|cm)?`;
/** "from 74 mm to 31 mm": then and now. */
const FROM_TO = new RegExp(String.raw`\bfrom\s+${NUMBER}\s+to\s+${NUMBER}`, 'gi');
/** "3 mm (was 11 mm)", "9 mm, previously 22 mm": now and then. */
const NOW_WAS = new RegExp(
  String.raw`${NUMBER}\s*[,(\[]*\s*(?:was|were|previously|prev\.?|formerly|earlier)\s+(?:measur\w+\s+)?${NUMBER}`,
  'gi',
);

/** "7 mm (25 mm)": now, and in brackets then. */
const BRACKETS = /(\d+(?:[.,]\d+)?)\s*(mm|cm)\s*\(\s*(\d+(?:[.,]\d+)?)\s*(mm|cm)\s*\)/gi;

/** Whether a text says by two numbers that something has become smaller, and by no two that something has grown. */
export function tellsOfLess(text: string): boolean {
  const changes = [
    ...[...text.matchAll(FROM_TO)].map(([, then, unit, now, other]) => change(now, other ?? unit, then, unit ?? other)),
    ...[...text.matchAll(BRACKETS)].map(([, now, unit, then, other]) => change(now, unit, then, other)),
    ...[...text.matchAll(NOW_WAS)].map(([, now, unit, then, other]) => change(now, unit ?? other, then, other ?? unit)),
  ];
  return changes.length > 0 && changes.every((one) => one < 0);
}

/** Now less then; in millimetres, or as the numbers stand where no unit does. */
function change(now = '', nowUnit = 'mm', then = '', thenUnit = 'mm'): number {
  return value(now, nowUnit) - value(then, thenUnit);
}

function value(number: string, unit: string): number {
  return Number(number.replace(',', '.')) * (unit.toLowerCase() === 'cm' ? 10 : 1);
}
