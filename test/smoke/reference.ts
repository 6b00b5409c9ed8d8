import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import dicomParser from 'dicom-parser';
import type { DataSet } from 'dicom-parser';

/** What one file says of itself, read apart from the product's own parser. */
export interface FileFacts {
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly sopUid: string;
  readonly rows: number | null;
  /** (0028,1050/1051), first value, when it stands at the top level. */
  readonly windowCenter: number | null;
  readonly windowWidth: number | null;
  /** Pixel Spacing (0028,0030), row then column, when it stands at the top level. */
  readonly pixelSpacing: readonly [number, number] | null;
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
  return {
    studyUid: set.string('x0020000d') ?? '',
    seriesUid: set.string('x0020000e') ?? '',
    sopUid,
    rows: set.uint16('x00280010') ?? null,
    windowCenter: first(set, 'x00281050'),
    windowWidth: first(set, 'x00281051'),
    pixelSpacing: pair(set, 'x00280030'),
  };
}

function first(set: DataSet, tag: string): number | null {
  const value = set.floatString(tag, 0);
  return value === undefined || Number.isNaN(value) ? null : value;
}

function pair(set: DataSet, tag: string): readonly [number, number] | null {
  const row = set.floatString(tag, 0);
  const column = set.floatString(tag, 1);
  return row && column ? [row, column] : null;
}
