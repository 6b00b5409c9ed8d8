import { bodyRegions } from './body-region.ts';

/** One series as the technique names it. */
export interface TechniqueSeries {
  readonly modality: string | null;
  readonly description: string | null;
  /** Objects with pictures, and the frames in them. */
  readonly objects: number;
  readonly frames: number;
  readonly isLocalizer: boolean;
  /** Plane that all its slices lie near; null where they do not, or where nobody said. */
  readonly plane: SlicePlane | null;
  /** Slice thicknesses that occur, mm. */
  readonly thicknesses: readonly number[];
  /** View of each projection, in words: "RIGHT MLO", "PA". */
  readonly views: readonly string[];
}

export type SlicePlane = 'axial' | 'coronal' | 'sagittal';

/** Objects that are no images of the patient: not part of a technique. */
const NOT_ACQUIRED = new Set(
  ['SR', 'PR', 'KO', 'SEG', 'DOC', 'REG', 'RTSTRUCT', 'RTPLAN', 'RTDOSE', 'AU', 'PLAN', 'OT'].concat(['ECG', 'HD']),
);
/** Here each frame is a slice. */
const SLICES = new Set(['CT', 'MR', 'PT', 'NM']);
const SHOWN_SERIES = 12;

/** Modalities that took pictures of the patient, in the order given. */
export function acquiredModalities(modalities: readonly (string | null)[]): string[] {
  return [...new Set(modalities.flatMap((one) => (one === null || NOT_ACQUIRED.has(one) ? [] : [one])))];
}

/**
 * How the study was done, a line a modality, from headers alone: "CT chest and abdomen: 100 axial images, 2.5 mm slices (lung)."
 * What was injected or reconstructed is named only where the site wrote it into the name of a series. Empty when nothing is known.
 */
export function techniqueText(
  series: readonly TechniqueSeries[],
  study: { readonly description: string | null; readonly bodyParts: readonly string[] },
): string {
  const region = regionWords(study.description, study.bodyParts);
  return acquiredModalities(series.map((entry) => entry.modality))
    .flatMap((modality) => {
      const own = series.filter((entry) => entry.modality === modality && entry.objects > 0);
      return own.length === 0 ? [] : [`${modality}${region}: ${seriesList(own, modality)}.`];
    })
    .join('\n');
}

function seriesList(series: readonly TechniqueSeries[], modality: string): string {
  const shown = series.slice(0, SHOWN_SERIES).map((entry) => seriesWords(entry, modality));
  const rest = series.length - shown.length;
  return [...shown, ...(rest > 0 ? [`and ${rest} more series`] : [])].join('; ');
}

function seriesWords(entry: TechniqueSeries, modality: string): string {
  const sizes = [...new Set(entry.thicknesses.filter((mm) => mm > 0).map((mm) => Number(mm.toFixed(2))))];
  const slices = sizes.length === 0 ? [] : [`${sizes.sort((a, b) => a - b).join(' and ')} mm slices`];
  const views = entry.views.length === 0 ? [] : [entry.views.join(', ')];
  const name = entry.description === null || entry.description === '' ? '' : ` (${entry.description})`;
  return `${[counted(entry, modality), ...slices, ...views].join(', ')}${name}`;
}

function counted({ objects, frames, plane, isLocalizer }: TechniqueSeries, modality: string): string {
  const noun = isLocalizer ? 'localizer image' : 'image';
  if (SLICES.has(modality)) return plural(frames, [...(plane === null ? [] : [plane]), noun].join(' '));
  const pictures = plural(objects, noun);
  return frames > objects ? `${pictures} with ${frames} frames` : pictures;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** What the description says; body parts of the series where it names none. */
function regionWords(description: string | null, bodyParts: readonly string[]): string {
  const described = [...bodyRegions(description ?? '')];
  const regions = described.length > 0 ? described : [...new Set(bodyParts.flatMap((part) => [...bodyRegions(part)]))];
  const last = regions.at(-1);
  if (last === undefined) return '';
  return regions.length === 1 ? ` ${last}` : ` ${regions.slice(0, -1).join(', ')} and ${last}`;
}

/** Plane of an orientation (0020,0037), row then column cosines; null when it is oblique to all by more than 35 degrees. */
export function slicePlane(orientation: readonly number[]): SlicePlane | null {
  const [rx = 0, ry = 0, rz = 0, cx = 0, cy = 0, cz = 0] = orientation;
  const normal = [ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx].map((part) => Math.abs(part));
  const place = normal.findIndex((part) => part > Math.cos((35 * Math.PI) / 180));
  return (['sagittal', 'coronal', 'axial'] as const)[place] ?? null;
}
