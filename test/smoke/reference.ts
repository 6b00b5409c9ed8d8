import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import dicomParser from 'dicom-parser';
import type { DataSet } from 'dicom-parser';

/** A window or a spacing as a file writes it: two numbers. */
export type Pair = readonly [number, number];

/** What one file says of itself, read by another walk than the station's (headers are the same library's). */
export interface FileFacts {
  readonly path: string;
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly sopUid: string;
  readonly modality: string;
  readonly rows: number | null;
  readonly columns: number | null;
  /** (0028,0008), 1 when the object has pixels and does not say; 0 for an object without rows. */
  readonly frames: number;
  /** First window of each frame: one entry for all, or one a frame. Centre, width. */
  readonly windows: readonly (Pair | null)[];
  /** (0028,3010) is there. */
  readonly hasCurve: boolean;
  /** Pixel Spacing, row then column: one entry for all, or one a frame. */
  readonly spacings: readonly (Pair | null)[];
  /** Dominant letters of the left and the top edge, from the direction cosines: one entry for all, or one a frame. */
  readonly edges: readonly (string | null)[];
}

/** Facts of every readable file below `folder`, by SOP instance UID (several files may share one). */
export function readReference(folder: string): ReadonlyMap<string, readonly FileFacts[]> {
  const found = new Map<string, FileFacts[]>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const facts = statSync(file).size > 132 ? factsOf(file) : null;
    if (facts) found.set(facts.sopUid, [...(found.get(facts.sopUid) ?? []), facts]);
  }
  return found;
}

/** The entry of a frame (from 1) in a list that has one entry for all, or one a frame. */
export function ofFrame<T>(entries: readonly T[], frame: number): T | undefined {
  return entries.length === 1 ? entries[0] : entries[frame - 1];
}

function factsOf(file: string): FileFacts | null {
  let set: DataSet;
  try {
    set = dicomParser.parseDicom(new Uint8Array(readFileSync(file)), { untilTag: 'x7fe00010' });
  } catch {
    // Hostile and damaged files are part of the test data; the import report is where they are judged.
    return null;
  }
  const sopUid = set.string('x00080018');
  if (!sopUid) return null;
  const rows = set.uint16('x00280010') ?? null;
  const groups = frameGroups(set);
  return {
    path: file,
    studyUid: set.string('x0020000d') ?? '',
    seriesUid: set.string('x0020000e') ?? '',
    sopUid,
    modality: set.string('x00080060') ?? '',
    rows,
    columns: set.uint16('x00280011') ?? null,
    frames: rows === null ? 0 : (set.intString('x00280008') ?? 1),
    windows: groups.map((group) => windowIn(macro(group, set, 'x00289132'))),
    hasCurve: set.elements['x00283010'] !== undefined,
    spacings: groups.map((group) => pair(macro(group, set, 'x00289110'), 'x00280030')),
    edges: groups.map((group) => edgesIn(macro(group, set, 'x00209116'))),
  };
}

interface Groups {
  readonly own: DataSet | null;
  readonly shared: DataSet | null;
}

/** Functional groups of an enhanced object: its own of each frame beside the shared ones. */
function frameGroups(set: DataSet): readonly Groups[] {
  const shared = itemsOf(set, 'x52009229')[0] ?? null;
  const own = itemsOf(set, 'x52009230');
  return own.length > 0 ? own.map((one) => ({ own: one, shared })) : [{ own: null, shared }];
}

/** Where an attribute of a functional group stands: the frame's own, the shared one, else the data set itself. */
function macro({ own, shared }: Groups, set: DataSet, tag: string): DataSet {
  return (own && itemsOf(own, tag)[0]) ?? (shared && itemsOf(shared, tag)[0]) ?? set;
}

function itemsOf(set: DataSet, tag: string): readonly DataSet[] {
  return (set.elements[tag]?.items ?? []).flatMap((item) => item.dataSet ?? []);
}

function windowIn(set: DataSet): Pair | null {
  const center = number(set, 'x00281050', 0);
  const width = number(set, 'x00281051', 0);
  return center === null || width === null ? null : [center, width];
}

function pair(set: DataSet, tag: string): Pair | null {
  const row = number(set, tag, 0);
  const column = number(set, tag, 1);
  return row && column ? [row, column] : null;
}

/** Part 3 C.7.6.1.1.1: the direction of a row points to the right edge, so the left edge is its opposite. */
function edgesIn(set: DataSet): string | null {
  const cosines = [0, 1, 2, 3, 4, 5].map((place) => number(set, 'x00200037', place));
  const known = cosines.filter((value) => value !== null);
  if (known.length < 6) return null;
  const row = known.slice(0, 3);
  const column = known.slice(3, 6);
  // Directions without a length or not at right angles span no plane: then there is nothing to compare.
  if (Math.abs(dot(row, row) - 1) > 0.01 || Math.abs(dot(column, column) - 1) > 0.01) return null;
  if (Math.abs(dot(row, column)) > 0.01) return null;
  return `${opposite(row)}${opposite(column)}`;
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, place) => sum + value * (b[place] ?? 0), 0);

/** Letter of the side opposite to a direction in LPS. */
function opposite(direction: readonly number[]): string {
  const sizes = direction.map(Math.abs);
  const axis = sizes.indexOf(Math.max(...sizes));
  const letters = (['RL', 'AP', 'FH'] as const)[axis] ?? '??';
  return ((direction[axis] ?? 0) > 0 ? letters[0] : letters[1]) ?? '?';
}

function number(set: DataSet, tag: string, place: number): number | null {
  const value = set.floatString(tag, place);
  return value === undefined || Number.isNaN(value) ? null : value;
}
