import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import type { DimseSettings } from '../../../../shared/model/source-settings.ts';
import { SourceStep } from '../../../../shared/model/source.ts';
import type { SourceStepResult } from '../../../../shared/model/source.ts';
import { blameTunnel } from '../http/tunnel.ts';
import type { OutgoingObject, RetrieveSink } from '../source.ts';
import type { DimseClient } from './dimse-client.ts';
import type { MoveExpectations } from './move-expectations.ts';
import { retrieveBy } from './retrieve.ts';
import { stepWords } from './step-words.ts';
import { STORAGE_ROOT } from './wire/uids.ts';

/** What the last step asks for where nothing is to be stored: secondary capture, CT, comprehensive SR. */
const STORED = ['7', '2', '88.33'].map((end) => STORAGE_ROOT + end);
/** The bytes before "DICM" (Part 10, 7.1). */
const PREAMBLE = 128;

export interface TestSubject {
  readonly settings: DimseSettings;
  readonly client: DimseClient;
  readonly ways: readonly ('get' | 'move')[];
  readonly moves: MoveExpectations | null;
  readonly testObject: OutgoingObject | null;
}

interface Finding {
  readonly words: string;
  readonly state?: 'warning' | 'skipped';
}

/** The steps of `SourceStep`, each as it ends; behind one that failed the others are not tried. */
export async function* testSteps(subject: TestSubject, signal: AbortSignal): AsyncGenerator<SourceStepResult> {
  const steps = new Steps(subject, signal);
  let failed = false;
  for (const step of SourceStep.options) {
    if (failed) {
      yield { step, state: 'skipped', words: 'Not tried: the step before it failed.', next: null, ms: null };
      continue;
    }
    const begin = performance.now();
    const ms = (): number => Math.round(performance.now() - begin);
    try {
      const { words, state = 'ok' } = await steps[step]();
      yield { step, state, words, next: null, ms: state === 'skipped' ? null : ms() };
    } catch (error) {
      failed = true;
      const known = await blameTunnel(asAppError(error), subject.settings.tunnelHost);
      yield { step, state: 'failed', ...stepWords(known), ms: ms() };
    }
  }
}

interface Listed {
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly sopUid: string;
}

class Steps implements Readonly<Record<SourceStep, () => Promise<Finding>>> {
  readonly #subject: TestSubject;
  readonly #signal: AbortSignal;
  /** TLS is agreed on while the port is tried: said at its own step. */
  #tls: string | null = null;
  #listed: Listed | null = null;

  constructor(subject: TestSubject, signal: AbortSignal) {
    this.#subject = subject;
    this.#signal = signal;
  }

  async name(): Promise<Finding> {
    const { addresses } = await this.#subject.client.reach('name', this.#signal);
    return { words: `${this.#subject.settings.host} is ${addresses.join(', ')}.` };
  }

  async port(): Promise<Finding> {
    const { tls } = await this.#subject.client.reach('port', this.#signal);
    this.#tls = tls;
    const { host, port } = this.#subject.settings;
    return { words: `${host} takes connections on port ${port}.` };
  }

  tls(): Promise<Finding> {
    const { settings } = this.#subject;
    if (settings.tls !== null)
      return Promise.resolve({ words: `${this.#tls ?? 'TLS'}. The certificate of the peer holds.` });
    const why = settings.insideTunnel ? 'the tunnel encrypts the way' : 'it does not leave this computer';
    return Promise.resolve({ words: `Without TLS: ${why}.`, state: 'skipped' });
  }

  async association(): Promise<Finding> {
    const { implementation } = await this.#subject.client.reach('association', this.#signal, { echo: true });
    const name = implementation === null || implementation === '' ? '' : ` It calls itself ${implementation}.`;
    return { words: `The peer accepts this station and answers an echo.${name}` };
  }

  async query(): Promise<Finding> {
    this.#listed = await this.#anyInstance();
    return this.#listed === null
      ? { words: 'Questions are answered. There is no study to try out.', state: 'warning' }
      : { words: 'Questions are answered: studies, series and images.' };
  }

  async retrieve(): Promise<Finding> {
    const listed = this.#listed;
    if (listed === null) return { words: 'There is no study to try out.', state: 'skipped' };
    const said: string[] = [];
    for (const way of this.#subject.ways) {
      const bytes = await this.#fetch(way, listed);
      said.push(`One image came by C-${way.toUpperCase()}: ${bytes} bytes. It was not kept.`);
    }
    if (!this.#subject.ways.includes('move')) {
      said.push(
        'C-MOVE is not possible: this station has no receiver that the peer could reach. C-GET does not need one.',
      );
    }
    return { words: said.join(' ') };
  }

  async store(): Promise<Finding> {
    const { settings, client, testObject } = this.#subject;
    if (!settings.store) return { words: 'No results go to this source.', state: 'skipped' };
    if (testObject !== null) {
      for await (const { state, status } of client.store([testObject], this.#signal)) {
        if (state !== 'stored')
          throw new AppError('source/refused', 'not stored', { context: { cause: 'status', status } });
      }
      return { words: 'The peer stored a test object.' };
    }
    const { accepted } = await client.reach('association', this.#signal, { classes: STORED });
    if (accepted.length === 0) {
      throw new AppError('source/refused', 'no storage class was accepted', { context: { cause: 'no-context' } });
    }
    const words = `The peer takes objects: ${accepted.length} of ${STORED.length} kinds that were asked for. None was sent.`;
    return accepted.length < STORED.length ? { words, state: 'warning' } : { words };
  }

  async #fetch(way: 'get' | 'move', { studyUid, seriesUid, sopUid }: Listed): Promise<number> {
    const sink = new CountingSink();
    const request = { studyUid, seriesUid, sopUids: [sopUid] };
    const { failed } = await retrieveBy(way, this.#subject, { request, sink, signal: this.#signal });
    const [first] = failed;
    if (first) {
      throw new AppError('source/not-found', 'the image that was listed did not come', {
        context: { status: first.status },
      });
    }
    if (sink.objects === 0)
      throw new AppError('source/incomplete', 'the peer said that it sent an image, and none came');
    if (!sink.isDicom) throw new AppError('source/wrong-answer', 'the object is no DICOM file');
    return sink.bytes;
  }

  async #anyInstance(): Promise<Listed | null> {
    const { client } = this.#subject;
    const one = { limit: 1, signal: this.#signal };
    for await (const { studyUid } of client.studies({}, one)) {
      for await (const { seriesUid } of client.series(studyUid, one)) {
        for await (const { sopUid } of client.instances(studyUid, seriesUid, one))
          return { studyUid, seriesUid, sopUid };
      }
    }
    return null;
  }
}

/** Keeps nothing but what tells a DICOM file. */
class CountingSink implements RetrieveSink {
  bytes = 0;
  objects = 0;
  #start: readonly number[] = [];

  get isDicom(): boolean {
    return String.fromCharCode(...this.#start.slice(PREAMBLE, PREAMBLE + 4)) === 'DICM';
  }

  begin(): ReturnType<RetrieveSink['begin']> {
    return Promise.resolve({
      write: (chunk: Uint8Array) => {
        this.bytes += chunk.length;
        const missing = PREAMBLE + 4 - this.#start.length;
        if (missing > 0) this.#start = [...this.#start, ...chunk.subarray(0, missing)];
        return Promise.resolve();
      },
      end: () => {
        this.objects += 1;
        return Promise.resolve();
      },
      abort: () => Promise.resolve(),
    });
  }
}
