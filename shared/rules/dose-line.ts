import type { DoseFigure } from '../model/dicom-object.ts';

const NAMES: Readonly<Record<DoseFigure['kind'], string>> = {
  ctdi: 'CTDIvol',
  dlp: 'DLP',
  dap: 'DAP',
  'reference-point': 'Dose at the reference point',
  glandular: 'Average glandular dose',
  fluoroscopy: 'Fluoroscopy',
  activity: 'Activity',
};
const ORDER: readonly DoseFigure['kind'][] = [
  'ctdi',
  'dlp',
  'dap',
  'reference-point',
  'glandular',
  'fluoroscopy',
  'activity',
];
/** Several acquisitions are not added up: of these the largest is named, with how many there are. */
const LARGEST: ReadonlySet<DoseFigure['kind']> = new Set(['ctdi']);
const MOST_EACH = 4;

/**
 * One line of the figures of a dose report: every value in the unit it was written in, never converted, never summed.
 * @returns '' where there is none
 */
export function doseLine(figures: readonly DoseFigure[]): string {
  return ORDER.flatMap((kind) => {
    const own = figures.filter((one) => one.kind === kind);
    if (own.length === 0) return [];
    return LARGEST.has(kind) ? largest(NAMES[kind], own) : each(NAMES[kind], own);
  }).join(' · ');
}

function largest(name: string, own: readonly DoseFigure[]): readonly string[] {
  // A CTDIvol of a head phantom is about twice that of a body phantom for the same beam: the two are never compared.
  const alikes = new Map<string, DoseFigure[]>();
  for (const one of own) {
    const key = `${one.unit} ${one.phantom ?? ''}`;
    alikes.set(key, [...(alikes.get(key) ?? []), one]);
  }
  return [...alikes.values()].map((alike) => {
    const [most] = [...alike].sort((a, b) => b.value - a.value);
    if (!most) return '';
    const said = [most.of, most.phantom, alike.length > 1 ? `largest of ${alike.length}` : null];
    const words = said.filter((part) => part !== null).join(', ');
    return `${name} ${figure(most.value)} ${most.unit}${words === '' ? '' : ` (${words})`}`;
  });
}

function each(name: string, own: readonly DoseFigure[]): readonly string[] {
  const said = own
    .slice(0, MOST_EACH)
    .map(({ value, unit, of }) => `${figure(value)} ${unit}${of === null ? '' : ` ${of}`}`);
  const more = own.length > MOST_EACH ? ` and ${own.length - MOST_EACH} more` : '';
  return [`${name} ${said.join(', ')}${more}`];
}

/** As many figures as single precision holds: what is behind them is noise of a sum in the object. */
const FIGURES = 7;

/** The digits of the object itself: a dose is compared with a record, digit by digit. No digit before the point is ever rounded. */
function figure(value: number): string {
  const whole = Math.trunc(Math.abs(value)).toFixed(0).length;
  return whole > FIGURES ? value.toFixed(0) : String(Number(value.toPrecision(FIGURES)));
}
