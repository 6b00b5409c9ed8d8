import { setImmediate } from 'node:timers/promises';
import type { ContextEvent, ContextState } from '../../../../shared/contract/context.ts';
import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import type { PersonId, StudyId } from '../../../../shared/model/ids.ts';
import type { Commands } from '../../kernel/command.ts';
import type { Log } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { studyFacts } from '../../reporting/study-facts.ts';
import type { Destinations, StoredDestination } from './destinations.ts';
import { postHere } from './loopback-post.ts';
import { isOnHold, isRead } from './queue-statuses.ts';

/** Cases that were asked for and are still told of; the one asked for longest ago goes first. */
const MOST_CASES = 100;
/** Told at one time and waiting, over all programs. */
const MOST_WAITING = 50;

export interface ContextBackOptions {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly personId: PersonId;
  readonly destinations: Pick<Destinations, 'contextsOf' | 'all'>;
  readonly log: Pick<Log, 'error'>;
}

/**
 * A program of the site on this computer that asked for a case by its accession number hears what became of it: opened, closed, held,
 * signed. It is told once and never again: what nobody took is counted. Its words hold the accession number and the study UID alone, and
 * stand in no address, log or record.
 */
export class ContextBack {
  readonly #options: ContextBackOptions;
  readonly #cases = new Map<StudyId, string>();
  readonly #counts = new Map<string, { heard: number; dropped: number }>();
  readonly #stop = new AbortController();
  #line: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(options: ContextBackOptions) {
    this.#options = options;
  }

  /** A study was opened because another program asked for it. @throws AppError archive/unknown-study, request/bad */
  opened(studyId: StudyId, accession: string): void {
    const { study } = studyFacts(this.#options.index, studyId);
    if (study.accession !== accession) throw new AppError('request/bad', 'the study has another accession number');
    this.#cases.delete(studyId);
    this.#cases.set(studyId, accession);
    const [oldest] = this.#cases.keys();
    if (this.#cases.size > MOST_CASES && oldest !== undefined) this.#cases.delete(oldest);
    this.#tell(studyId, 'opened');
  }

  /** It lies on the desk no more. It may still be signed later. */
  closed(studyId: StudyId): void {
    this.#tell(studyId, 'closed');
  }

  /** Said inside a transaction: whether it came to stand is looked at when that has ended. */
  seen(studyId: StudyId, what: 'signed' | 'held'): void {
    if (!this.#cases.has(studyId)) return;
    const { index } = this.#options;
    void setImmediate().then(() => {
      if (this.#stop.signal.aborted) return;
      if (what === 'signed' ? isRead(index, studyId) : isOnHold(index, studyId)) this.#tell(studyId, what);
    });
  }

  /** How many words each program took, and how many nobody took, since the store was opened. */
  state(): ContextState[] {
    return this.#options.destinations
      .all()
      .filter(({ settings }) => settings.kind === 'context')
      .map(({ destinationId }) => ({ destinationId, ...this.#countOf(destinationId) }));
  }

  /** Resolves when all that waits was told or dropped. */
  async settled(): Promise<void> {
    await setImmediate();
    await this.#line;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#line;
  }

  #tell(studyId: StudyId, event: ContextEvent): void {
    const accession = this.#cases.get(studyId);
    if (accession === undefined || this.#stop.signal.aborted) return;
    const { index, destinations, log } = this.#options;
    for (const destination of destinations.contextsOf(index, studyId)) {
      if (this.#waiting >= MOST_WAITING) {
        this.#countOf(destination.destinationId).dropped += 1;
        continue;
      }
      const { studyUid } = studyFacts(index, studyId);
      const body = JSON.stringify({ event, accession, ...(studyUid === null ? {} : { studyUid }) });
      this.#waiting += 1;
      // One after the other: "closed" never comes before "opened".
      this.#line = this.#line
        .then(() => this.#send(destination, { studyId, event, body }))
        // One that could not be sent or recorded keeps none of those behind it.
        .catch((error: unknown) => log.error('context.not-told', { studyId, event, code: asAppError(error).code }));
    }
  }

  async #send(
    { settings, proofs, destinationId }: StoredDestination,
    { studyId, event, body }: { readonly studyId: StudyId; readonly event: ContextEvent; readonly body: string },
  ): Promise<void> {
    this.#waiting -= 1;
    if (settings.kind !== 'context' || this.#stop.signal.aborted) return;
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(settings.answerMs)]);
    const heard = await postHere(settings.url, { token: proofs.token ?? null, body, signal });
    this.#countOf(destinationId)[heard ? 'heard' : 'dropped'] += 1;
    if (this.#stop.signal.aborted) return;
    const { commands, personId } = this.#options;
    const detail = { event, heard, destination: destinationId };
    commands.run({ name: 'context.tell', personId, subject: studyId, detail }, () => undefined);
  }

  #countOf(destinationId: string): { heard: number; dropped: number } {
    const count = this.#counts.get(destinationId) ?? { heard: 0, dropped: 0 };
    this.#counts.set(destinationId, count);
    return count;
  }
}
