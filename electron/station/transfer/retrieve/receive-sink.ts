import path from 'node:path';
import { StudyId } from '../../../../shared/model/ids.ts';
import type { IncomingObject } from '../../sources/source.ts';
import type { ReceivedFrom, ReceiveSink } from '../../sources/receiver-sink.ts';
import { Admission } from './admission.ts';
import type { RunMakerOptions } from './make-run.ts';
import { StoreSink } from './store-sink.ts';
import { Strays } from './strays.ts';

export interface PushedOptions extends Omit<RunMakerOptions, 'throttle' | 'pool' | 'sources' | 'here' | 'siteStudies'> {
  /** The site that a peer pushes for: issuer of patient ids where a file names none. */
  readonly siteOf: (peer: string) => string;
  /** So many bytes of a study came. */
  readonly onStored: (studyId: StudyId, bytes: number) => void;
}

/**
 * The archive behind our own receiver: an object is answered when it is safe. It may be of any study, but not of another patient than
 * the one whose study it says it belongs to.
 */
export class PushedObjects implements ReceiveSink {
  readonly #options: PushedOptions;
  readonly #sinks = new Map<string, Promise<StoreSink>>();

  constructor(options: PushedOptions) {
    this.#options = options;
  }

  async begin(
    facts: { readonly sopUid: string | null; readonly expectedBytes: number | null },
    from: ReceivedFrom,
  ): Promise<IncomingObject> {
    const sink = await this.#sinkOf(from.peer);
    return sink.begin(facts);
  }

  #sinkOf(peer: string): Promise<StoreSink> {
    const known = this.#sinks.get(peer);
    if (known !== undefined) return known;
    const made = this.#make(peer);
    this.#sinks.set(peer, made);
    made.catch(() => this.#sinks.delete(peer));
    return made;
  }

  async #make(peer: string): Promise<StoreSink> {
    const { db, ingests, parsers, credit, storeDir, requireRoom, onStudies, siteOf, onStored } = this.#options;
    const site = siteOf(peer);
    const { ingest, siteId } = await ingests.of(site);
    const strays = new Strays(this.#options, { sourceId: `peer ${peer}`, transferId: '', studyUid: '', siteId });
    return new StoreSink({
      ...{ ingest, parsers, credit, requireRoom, answers: true, asked: () => null },
      admission: new Admission(db, siteId, site),
      tmpDir: path.join(storeDir, 'tmp'),
      keepStray: (object, reason, studyUid) => strays.keep(object, reason, studyUid ?? ''),
      pace: () => Promise.resolve(),
      onReceived: (received, studyId) => {
        if (studyId === null) return;
        onStored(StudyId.parse(studyId), received.bytes);
        onStudies([StudyId.parse(studyId)]);
      },
    });
  }
}
