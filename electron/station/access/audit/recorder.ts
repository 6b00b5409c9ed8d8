import { asAppError } from '../../../../shared/errors/app-error.ts';
import type { ParsedRequest } from '../../../../shared/contract/index.ts';
import type { ObjectId, PersonId, StudyId } from '../../../../shared/model/ids.ts';
import type { SeriesCalibration } from '../../../../shared/model/calibration.ts';
import type { Measurement } from '../../../../shared/model/measurement.ts';
import type { SeriesValueMap } from '../../../../shared/model/value-map.ts';
import type { AuditDetail } from '../../kernel/audit.ts';
import type { Commands } from '../../kernel/command.ts';
import type { Clock, Log } from '../../kernel/ports.ts';

export interface RecorderOptions {
  readonly commands: Pick<Commands, 'run' | 'runInBackground'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly log: Log | undefined;
}

/** A reader who goes back and forth over the list is one record. */
const PREVIEW_AGAIN_MS = 10 * 60_000;
/** Openings that could not be written down; a disk that stays full for longer is told by its alarm. */
const MOST_OWED = 1000;

type Act =
  | 'study.open'
  | 'study.close'
  | 'study.preview'
  | 'reading.measurement'
  | 'reading.calibrate'
  | 'reading.useValueMap'
  | 'reading.registration'
  | 'reading.lesion'
  | 'worklist.search'
  | 'archive.exportFrames';

/** Writes down what changes nothing in the index and belongs in the trail all the same. */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #previewed = new Map<string, number>();
  #owed: { readonly act: Act; readonly subject: string; readonly detail: AuditDetail; readonly at: string }[] = [];

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** Resolves when the record is durable. A disk that takes nothing does not keep a reader from reading: it is owed. */
  opened(studyId: StudyId, detail: AuditDetail = {}): Promise<void> {
    return this.#write('study.open', studyId, detail);
  }

  /** The reader closed the case; one that waits, or was left for another, is not closed. */
  closed(studyId: StudyId): Promise<void> {
    return this.#write('study.close', studyId, {});
  }

  /** At most one record of a study in ten minutes. */
  async previewed(studyId: StudyId): Promise<void> {
    const now = this.#options.clock.monotonic();
    const last = this.#previewed.get(studyId);
    if (last !== undefined && now - last < PREVIEW_AGAIN_MS) return;
    this.#previewed.set(studyId, now);
    await this.#write('study.preview', studyId, {});
  }

  measured({ measurementId, studyId, ordinal, tool, deleted }: Measurement): Promise<void> {
    return this.#write('reading.measurement', measurementId, { study: studyId, ordinal, tool, deleted });
  }

  /** A series measures by a known length of a reader, or by its header again. */
  calibrated(
    { studyId, seriesUid }: Pick<SeriesCalibration, 'studyId' | 'seriesUid'>,
    now: SeriesCalibration | null,
  ): Promise<void> {
    const said = now ? { known: now.known, factor: now.factor, unit: now.unit } : { withdrawn: true };
    return this.#write('reading.calibrate', studyId, { series: seriesUid, ...said });
  }

  /** A series has the values of a map that a reader chose, or of its header again. */
  valueMapUsed(
    { studyId, seriesUid }: Pick<SeriesValueMap, 'studyId' | 'seriesUid'>,
    now: SeriesValueMap | null,
  ): Promise<void> {
    const said = now ? { map: now.objectId, item: now.item, unit: now.map.unit } : { withdrawn: true };
    return this.#write('reading.useValueMap', studyId, { series: seriesUid, ...said });
  }

  /** What ties two frames of reference of a reading: an object, or what was computed with its error. */
  registrationUsed({ studyId, registration, used }: ParsedRequest<'reading.useRegistration'>): Promise<void> {
    const said =
      registration.kind === 'object'
        ? { object: registration.objectId }
        : {
            ...{ computed: true, from: registration.way.from, to: registration.way.to, error: registration.way.error },
            ...{ turn: registration.way.matrix.turn.flat().join(' '), shift: registration.way.matrix.shift.join(' ') },
          };
    return this.#write('reading.registration', studyId, { used, ...said });
  }

  /** What was found of a lesion was entered, changed or taken back. */
  lesionMarked({
    studyId,
    role,
    finding,
    trackingUid,
  }: {
    readonly studyId: StudyId;
    readonly role: string;
    readonly finding: { readonly kind: string } | null;
    readonly trackingUid: string;
  }): Promise<void> {
    return this.#write('reading.lesion', studyId, { lesion: trackingUid, role, found: finding?.kind ?? 'taken back' });
  }

  /** What the list was searched for, as `Searches` says it. */
  searched(detail: AuditDetail): Promise<void> {
    return this.#write('worklist.search', 'worklist', detail);
  }

  /** Decoded values are about to leave the store. Not owed: what cannot be recorded does not leave. */
  async exported(objectId: ObjectId, detail: AuditDetail): Promise<void> {
    const { commands, personId } = this.#options;
    const act: Act = 'archive.exportFrames';
    await commands.runInBackground({ name: act, personId, subject: objectId, detail }, () => undefined);
  }

  async #write(act: Act, subject: string, detail: AuditDetail): Promise<void> {
    const { commands, personId, clock, log } = this.#options;
    try {
      await this.#payOwed();
      await commands.runInBackground({ name: act, personId, subject, detail }, () => undefined);
    } catch (error) {
      const { code } = asAppError(error);
      if (!code.startsWith('disk/') && !code.startsWith('store/')) throw error;
      log?.warn('audit.owed', { code, act });
      if (this.#owed.length < MOST_OWED) this.#owed.push({ act, subject, detail, at: clock.nowIso() });
    }
  }

  async #payOwed(): Promise<void> {
    const { commands, personId } = this.#options;
    for (let next = this.#owed[0]; next !== undefined; next = this.#owed[0]) {
      this.#owed.shift();
      const detail = { ...next.detail, late: next.at };
      try {
        await commands.runInBackground({ name: next.act, personId, subject: next.subject, detail }, () => undefined);
      } catch (error) {
        this.#owed.unshift(next);
        throw error;
      }
    }
  }
}
