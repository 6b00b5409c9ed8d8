import { entryOf } from '../../../../shared/lib/entry-of.ts';
import type { DoseFigure } from '../../../../shared/model/dicom-object.ts';
import { codeOf } from './codes.ts';
import type { SrItem, SrTree } from './sr-tree.ts';
import { numberOf } from './sr-values.ts';

/** Numbers that make the dose line, by their DCM code (TID 10001, 10011, 10021). */
const FIGURES: Readonly<Record<string, DoseFigure['kind']>> = {
  '113830': 'ctdi',
  '113813': 'dlp',
  '113722': 'dap',
  '113725': 'reference-point',
  '111637': 'glandular',
  '113730': 'fluoroscopy',
  '113507': 'activity',
};
/** Laterality, Target Region, Acquisition Plane, Radiopharmaceutical agent: what a figure is of. */
const OF: ReadonlySet<string> = new Set([
  ...['111027', '123014', '113764', '272741003', 'G-C171', '123005', '349358000', '417881006', 'F-61FDB'],
]);
/** CTDIw Phantom Type. */
const PHANTOM = '113835';
const MOST_FIGURES = 500;

/** Radiation dose reports: X-ray (…88.67), radiopharmaceutical (…88.68), patient (…88.73), enhanced X-ray (…88.76). */
export function isDoseReport(sopClass: string | null): boolean {
  return sopClass !== null && /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.88\.(67|68|73|76)$/.test(sopClass);
}

/** Figures of a dose report in the units they were written in; a number without a unit is no figure. */
export function srDose(tree: SrTree): readonly DoseFigure[] {
  const figures: DoseFigure[] = [];
  const visit = (item: SrItem, around: string | null, phantomAround: string | null): void => {
    const of = partOf(item) ?? around;
    const phantom = codeBelow(item, (value) => value === PHANTOM) ?? phantomAround;
    const kind = item.type === 'NUM' && item.name?.scheme === 'DCM' ? entryOf(FIGURES, item.name.value) : undefined;
    const number = kind === undefined ? null : numberOf(item);
    if (kind !== undefined && number !== null && number.unit !== '' && !number.unit.startsWith('(')) {
      if (figures.length < MOST_FIGURES) {
        const { value, unit } = number;
        figures.push({ kind, value, unit, of, phantom: kind === 'ctdi' ? phantom : null });
      }
    }
    for (const child of item.children) visit(child, of, phantom);
  };
  visit(tree.root, null, null);
  return figures;
}

function partOf(item: SrItem): string | null {
  return codeBelow(item, (value) => OF.has(value));
}

function codeBelow({ children }: SrItem, isMeant: (value: string) => boolean): string | null {
  const said = children.find(({ type, name }) => type === 'CODE' && name !== null && isMeant(name.value));
  return said === undefined ? null : (codeOf(said.attributes, 'conceptCode')?.meaning ?? null);
}
