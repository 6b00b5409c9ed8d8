import { OBJECT_CAPS } from '../../../../shared/model/dicom-object.ts';
import type { Contour, ContoursContent, Structure } from '../../../../shared/model/dicom-object.ts';
import type { Attributes } from '../parse/attributes.ts';

const STRUCTURE_SET = '1.2.840.10008.5.1.4.1.1.481.3';
const MOST_STRUCTURES = 1000;
/** Text of the points of one contour: some hundred thousand of them. */
const MOST_TEXT = 4 * 1024 * 1024;

interface Budget {
  contours: number;
  numbers: number;
  cut: boolean;
}

/** Structures of an RT structure set with their contours (Part 3, A.19); null where the object is none. */
export function readContours(attributes: Attributes): ContoursContent | null {
  if (attributes.uid('sopClass') !== STRUCTURE_SET) return null;
  const budget: Budget = { contours: OBJECT_CAPS.contours, numbers: OBJECT_CAPS.coordinates, cut: false };
  const drawn = new Map<number, Attributes>();
  const taken = new Set<number>();
  for (const item of attributes.items('structureContours')) {
    const number = item.integer('contourStructure');
    if (number !== null && !drawn.has(number)) drawn.set(number, item);
  }
  const roles = new Map(
    attributes
      .items('structureObservations')
      .map((item) => [item.integer('contourStructure'), item.text('structureKind')]),
  );
  const all = attributes.items('structures');
  if (all.length > MOST_STRUCTURES) budget.cut = true;
  const structures = all.slice(0, MOST_STRUCTURES).flatMap((item): Structure[] => {
    const number = item.integer('structureNumber');
    if (number === null) return [];
    // A number is one structure's: what is drawn of it is read once.
    if (taken.has(number)) budget.cut = true;
    const shape = taken.has(number) ? null : (drawn.get(number) ?? null);
    taken.add(number);
    return [
      {
        number,
        name: item.line('structureName') ?? `Structure ${number}`,
        rgb: colourOf(shape),
        role: roles.get(number) ?? null,
        algorithm: item.text('structureAlgorithm'),
        frameOfReference: item.uid('referencedFrameOfReference'),
        contours: shape === null ? [] : contoursOf(shape, budget),
      },
    ];
  });
  const title = attributes.line('structureSetLabel') ?? attributes.line('structureSetName') ?? 'Structures';
  return { kind: 'contours', title, structures, cut: budget.cut };
}

function colourOf(shape: Attributes | null): Structure['rgb'] {
  const [red, green, blue] = shape?.vector('structureColour', 3) ?? [];
  if (red === undefined || green === undefined || blue === undefined) return null;
  const byte = (value: number): number => Math.max(0, Math.min(255, Math.round(value)));
  return [byte(red), byte(green), byte(blue)];
}

/** A contour that is beyond the caps, or is cut or unreadable, is left out whole: half a line would be another structure. */
function contoursOf(shape: Attributes, budget: Budget): Contour[] {
  return shape.items('contours').flatMap((item) => {
    const points = pointsOf(item);
    if (points === null || budget.contours < 1 || points.length > budget.numbers) {
      budget.cut = true;
      return [];
    }
    budget.contours -= 1;
    budget.numbers -= points.length;
    const images = item.items('contourImages').flatMap((image) => image.uid('referencedSopInstance') ?? []);
    return [{ type: item.text('contourType') ?? '', points, images: images.slice(0, 100) }];
  });
}

/** Longer than what other attributes may be: read here. Null where it is not triples of numbers. */
function pointsOf(item: Attributes): number[] | null {
  const bytes = item.bytes('contourData');
  if (bytes.length === 0 || bytes.length > MOST_TEXT) return null;
  const points = new TextDecoder('latin1')
    .decode(bytes)
    .replace(/[\0 ]+$/, '')
    .split('\\')
    .map(toNumber);
  return points.length % 3 === 0 && points.every(Number.isFinite) ? points : null;
}

function toNumber(text: string): number {
  const trimmed = text.trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(trimmed) ? Number(trimmed) : Number.NaN;
}
