import { AppError } from '../../../../shared/errors/app-error.ts';
import type { FoundInstance, FoundSeries, FoundStudy, RetrieveWay } from '../../../../shared/model/source.ts';
import type {
  IncomingObject,
  RetrieveOutcome,
  RetrieveRequest,
  RetrieveSink,
  Source,
} from '../../../../electron/station/sources/source.ts';

/** An object that the source has. */
export interface Held {
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly sopUid: string;
  readonly bytes: Uint8Array;
}

/**
 * A site in memory, which keeps the contract of sources and misbehaves where a test says so. It stands in for a server because the
 * faults are those of what a server says, not of its wire: those have tests at the sources.
 */
export class FileSource implements Source {
  readonly kind = 'dicomweb';
  readonly name = 'Files';
  capabilities: Source['capabilities'] = { retrieve: ['wado'], store: null, storageCommitment: false };
  held: Held[] = [];
  patientId: string | null = 'P1';
  /** Requests that came, as "study/series/instances". */
  readonly asked: string[] = [];
  readonly ways: (RetrieveWay | undefined)[] = [];
  /** Does something before an object is sent; what it throws ends the answer. */
  beforeObject: (held: Held, sent: number) => Promise<void> | void = () => undefined;
  /** What is sent in the place of an object; null: nothing, and nobody says so. */
  instead: (held: Held, way: RetrieveWay | undefined) => Uint8Array | null = ({ bytes }) => bytes;
  /** What is said of every study. */
  availability: FoundStudy['availability'] = null;
  /** Ends every object early. */
  truncate = false;
  running = 0;
  most = 0;

  async *test(): AsyncGenerator<never> {
    /* Tests of connections are at the sources. */
  }

  async *studies({ studyUid }: { readonly studyUid?: string | undefined }): AsyncGenerator<FoundStudy> {
    const uids = new Set(this.held.map((one) => one.studyUid));
    for (const uid of uids) {
      if (studyUid !== undefined && uid !== studyUid) continue;
      yield {
        ...{ studyUid: uid, issuer: null, patientId: this.patientId, birthDate: '19700101', sex: null },
        ...{ patientName: { alphabetic: 'DOE^JANE', ideographic: '', phonetic: '' }, studyDate: '20240102' },
        ...{ studyTime: null, accession: null, description: 'CT', referring: null, modalities: ['CT'] },
        ...{
          series: null,
          instances: this.held.filter((one) => one.studyUid === uid).length,
          availability: this.availability,
        },
      };
    }
  }

  async *series(studyUid: string): AsyncGenerator<FoundSeries> {
    const uids = new Set(this.held.filter((one) => one.studyUid === studyUid).map((one) => one.seriesUid));
    for (const seriesUid of uids) {
      const instances = this.held.filter((one) => one.seriesUid === seriesUid).length;
      yield {
        ...{ seriesUid, modality: 'CT', number: null, description: null, bodyPart: null, laterality: null },
        ...{ instances, availability: null },
      };
    }
  }

  async *instances(_studyUid: string, seriesUid: string): AsyncGenerator<FoundInstance> {
    this.asked.push(`list ${seriesUid}`);
    for (const { sopUid } of this.held.filter((one) => one.seriesUid === seriesUid)) {
      yield { sopUid, sopClass: null, number: null };
    }
  }

  async retrieve(request: RetrieveRequest, sink: RetrieveSink, signal: AbortSignal): Promise<RetrieveOutcome> {
    this.asked.push([request.seriesUid ?? 'study', request.sopUids?.length ?? 'all'].join(' '));
    this.ways.push(request.way);
    this.running += 1;
    this.most = Math.max(this.most, this.running);
    try {
      let sent = 0;
      for (const held of this.held) {
        if (held.studyUid !== request.studyUid) continue;
        if (request.seriesUid !== undefined && held.seriesUid !== request.seriesUid) continue;
        if (request.sopUids !== undefined && !request.sopUids.includes(held.sopUid)) continue;
        await this.beforeObject(held, sent);
        if (signal.aborted) throw new AppError('request/cancelled', 'stopped');
        const bytes = this.instead(held, request.way);
        if (bytes !== null)
          await this.#send(await sink.begin({ sopUid: null, expectedBytes: said(bytes, sent) }), bytes);
        sent += 1;
      }
      return { announced: null, failed: [], warnings: 0 };
    } finally {
      this.running -= 1;
    }
  }

  async *store(): AsyncGenerator<never> {
    /* Nothing is sent here. */
  }

  probe(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #send(object: IncomingObject, bytes: Uint8Array): Promise<void> {
    const half = Math.floor(bytes.length / 2);
    await object.write(bytes.slice(0, half));
    if (this.truncate) {
      const cut = new AppError('source/unreachable', 'the line was cut', { retry: 'later' });
      await object.abort(cut);
      throw cut;
    }
    await object.write(bytes.slice(half));
    await object.end();
  }
}

/** How long an object is, as servers say it: not at all, rightly, too little, too much. */
function said({ length }: Uint8Array, place: number): number | null {
  return [null, length, Math.max(1, length - 100), length + 1000][place % 4] ?? null;
}

/** A connection that leads to whichever site the test has now. */
export function leadingTo(site: () => FileSource): Source {
  return {
    ...{ kind: 'dicomweb', name: 'Files', capabilities: site().capabilities },
    test: () => site().test(),
    studies: (query) => site().studies(query),
    series: (uid) => site().series(uid),
    instances: (study, series) => site().instances(study, series),
    retrieve: (request, sink, signal) => site().retrieve(request, sink, signal),
    store: () => site().store(),
    probe: () => site().probe(),
    close: () => Promise.resolve(),
  };
}
