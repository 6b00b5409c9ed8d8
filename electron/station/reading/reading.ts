import type { ParsedRequest, Response } from '../../../shared/contract/index.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';

export interface ReadingOptions {
  readonly index: Db;
  readonly journal: Db;
  readonly clock: Clock;
  readonly personId: PersonId;
}

/** Measurements and desks of one reader, in the journal. */
export class Reading {
  constructor(options: ReadingOptions) {
    throw new Error(`not written yet ${options.personId}`);
  }

  load(request: ParsedRequest<'reading.load'>): Response<'reading.load'> {
    throw new Error(`not written yet ${request.studyId}`);
  }

  saveMeasurement(request: ParsedRequest<'reading.saveMeasurement'>): Response<'reading.saveMeasurement'> {
    throw new Error(`not written yet ${request.measurement.measurementId}`);
  }

  saveDesk(request: ParsedRequest<'reading.saveDesk'>): Response<'reading.saveDesk'> {
    throw new Error(`not written yet ${request.studyId}`);
  }

  newMeasurement(request: ParsedRequest<'reading.newMeasurement'>): Response<'reading.newMeasurement'> {
    throw new Error(`not written yet ${request.studyId}`);
  }
}
