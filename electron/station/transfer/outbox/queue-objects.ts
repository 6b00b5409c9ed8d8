import { OutgoingId } from '../../../../shared/model/ids.ts';
import type { StudyId } from '../../../../shared/model/ids.ts';
import type { DicomObjectKind } from '../../../../shared/model/destination.ts';
import type { StudyObjectFormat } from '../../../../shared/model/outbox.ts';
import { newId } from '../../kernel/ids.ts';
import type { Db } from '../../kernel/sqlite.ts';
import type { Destinations } from './destinations.ts';
import type { OutboxTable } from './outbox-table.ts';

/** An object that lies in the archive, as an act of this station made it. */
export interface MadeObject {
  readonly studyId: StudyId;
  readonly sopUid: string;
  readonly sopClass: string;
  /** UTC, ISO 8601. */
  readonly at: string;
  /** What it may not overtake, and may not be overtaken by: what it was made anew from. Alone where it is absent. */
  readonly follows?: string;
}

export interface QueueObjectParts {
  readonly table: OutboxTable;
  readonly destinations: Pick<Destinations, 'ofStudy'>;
  readonly isUrgent: (studyId: StudyId) => boolean;
  /** Called later, when the transaction has ended. */
  readonly afterwards: () => void;
}

/** Writes a row for each archive of the site that takes such objects, in the transaction of the act that made one. */
export class QueueObjects {
  readonly #parts: QueueObjectParts;

  constructor(parts: QueueObjectParts) {
    this.#parts = parts;
  }

  made(db: Db, { studyId, sopUid, sopClass, at, follows }: MadeObject): void {
    const { table, destinations, isUrgent, afterwards } = this.#parts;
    const { format, kind } = formOf(sopClass);
    for (const { destinationId, settings } of destinations.ofStudy(db, studyId)) {
      if (settings.kind !== 'dicom' || !settings.objects.includes(kind)) continue;
      const row = {
        ...{ outgoingId: OutgoingId.parse(newId()), destinationId, studyId, reportId: null, reportState: null },
        ...{ lineage: `object ${follows ?? sopUid}`, format, critical: isUrgent(studyId), key: sopUid, sopClass },
      };
      table.insert(db, row, at);
    }
    setImmediate(() => afterwards());
  }
}

/** By SOP Class (Part 4, B.5). */
function formOf(sopClass: string): { readonly format: StudyObjectFormat; readonly kind: DicomObjectKind } {
  if (sopClass === '1.2.840.10008.5.1.4.1.1.88.59') return { format: 'key-images', kind: 'key-images' };
  if (sopClass.startsWith('1.2.840.10008.5.1.4.1.1.11.')) {
    return { format: 'presentation-state', kind: 'presentation-state' };
  }
  // Voxels, surfaces, heights and labels.
  if (/^1\.2\.840\.10008\.5\.1\.4\.1\.1\.66\.[457]$/.test(sopClass))
    return { format: 'segmentation', kind: 'segmentation' };
  return { format: 'object', kind: 'other' };
}
