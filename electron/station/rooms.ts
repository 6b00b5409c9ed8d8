import type { AnyEvent } from '../../shared/contract/index.ts';
import type { JobId, ObjectId } from '../../shared/model/ids.ts';
import type { MeasureResult, MeasureTool, Point2 } from '../../shared/model/measurement.ts';
import { measureDrawing } from '../../shared/rules/measure.ts';
import type { StoredPixels } from '../../shared/rules/measure.ts';
import type { OpenStore } from './access/open-store.ts';
import { Archive } from './archive/archive.ts';
import { defineImportJob } from './archive/import-job.ts';
import { exportObject } from './archive/export-object.ts';
import type { ExportedObject } from './archive/export-object.ts';
import { frameValues } from './dicom/decode/frame-values.ts';
import { Reading } from './reading/reading.ts';
import { Reporting } from './reporting/reporting.ts';
import type { Station } from './station.ts';
import { Worklist } from './worklist/worklist.ts';

export interface MeasureRequest {
  readonly objectId: ObjectId;
  /** From 1. */
  readonly frame: number;
  readonly tool: MeasureTool;
  readonly points: readonly Point2[];
}

/** The parts that work on an open store; gone when it is locked. */
export interface Rooms {
  readonly archive: Archive;
  readonly worklist: Worklist;
  readonly reading: Reading;
  readonly reporting: Reporting;
  startImport(request: { readonly paths: readonly string[]; readonly site: string | null }): JobId;
  measure(request: MeasureRequest): Promise<MeasureResult>;
  exportObject(objectId: ObjectId, file: string): Promise<ExportedObject>;
  close(): Promise<void>;
}

export interface RoomsOptions {
  readonly store: OpenStore;
  readonly station: Station;
  readonly emit: (event: AnyEvent) => void;
}
