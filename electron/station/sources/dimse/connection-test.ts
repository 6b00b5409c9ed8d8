import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import type { DimseSettings, SourceSecrets } from '../../../../shared/model/source-settings.ts';
import type { SourceStep, SourceStepResult } from '../../../../shared/model/source.ts';
import { certificateOf, openPort, shakeHands } from '../http/first-contact.ts';
import type { Contact } from '../http/first-contact.ts';
import { lineError } from '../http/line-error.ts';
import { secureContext } from '../http/trust.ts';
import { blameTunnel } from '../http/tunnel.ts';
import type { OutgoingObject } from '../source.ts';
import { anyInstance } from '../trial/any-instance.ts';
import type { ListedInstance } from '../trial/any-instance.ts';
import { runSteps } from '../trial/run-steps.ts';
import type { Failing, Finding } from '../trial/run-steps.ts';
import { TrialSink } from '../trial/trial-sink.ts';
import { vouched } from '../trial/words.ts';
import type { DimseClient } from './dimse-client.ts';
import type { MoveExpectations } from './move-expectations.ts';
import { retrieveBy } from './retrieve.ts';
import { moveWords, stepWords } from './step-words.ts';
import { cancelled } from './wire/dimse-error.ts';
import { openingError } from './wire/socket.ts';
import { STORAGE_ROOT } from './wire/uids.ts';

/** What the last step asks for where nothing is to be stored: secondary capture, CT, comprehensive SR. */
const STORED = ['7', '2', '88.33'].map((end) => STORAGE_ROOT + end);

const NO_MOVE =
  'C-MOVE is not possible: this station has no receiver that the peer could reach. C-GET does not need one.';

export interface TestSubject {
  readonly settings: DimseSettings;
  readonly secrets: SourceSecrets;
  readonly client: DimseClient;
  readonly ways: readonly ('get' | 'move')[];
  readonly moves: MoveExpectations | null;
  readonly testObject: OutgoingObject | null;
}

/** The steps of `SourceStep`, each as it ends. */
export function testSteps(subject: TestSubject, signal: AbortSignal): AsyncGenerator<SourceStepResult> {
  const steps = new Steps(subject, signal);
  return runSteps({
    ...{ steps, signal, now: () => performance.now() },
    explain: (step, error) => steps.explain(step, error),
  });
}

class Steps implements Readonly<Record<SourceStep, () => Promise<Finding>>> {
  readonly #subject: TestSubject;
  readonly #signal: AbortSignal;
  #listed: ListedInstance | null = null;

  constructor(subject: TestSubject, signal: AbortSignal) {
    this.#subject = subject;
    this.#signal = signal;
  }

  async explain(step: SourceStep, error: unknown): Promise<Failing> {
    const { settings } = this.#subject;
    const words = stepWords(await blameTunnel(this.#errorOf(step, error), settings.tunnelHost), settings);
    const shown = step === 'tls' ? await certificateOf(settings, this.#contact()) : null;
    return shown === null ? words : { ...words, certificate: shown };
  }

  async name(): Promise<Finding> {
    const { addresses } = await this.#subject.client.reach('name', this.#signal);
    return { words: `${this.#subject.settings.host} is ${addresses.join(', ')}.` };
  }

  async port(): Promise<Finding> {
    const { settings, client } = this.#subject;
    // With TLS the other process would agree on that, too: it is a step of its own.
    if (settings.tls === null) await client.reach('port', this.#signal);
    else await openPort(settings, this.#contact());
    return { words: `${settings.host} takes connections on port ${settings.port}.` };
  }

  async tls(): Promise<Finding> {
    const { settings, secrets } = this.#subject;
    if (settings.tls === null) {
      const why = settings.insideTunnel ? 'the tunnel encrypts the way' : 'it does not leave this computer';
      return { words: `Without TLS: ${why}.`, state: 'skipped' };
    }
    const context = secureContext(settings.tls.authorities, secrets.certificate ?? null);
    const { protocol, certificate } = await shakeHands(settings, context, this.#contact(), []);
    return { words: vouched(protocol, certificate), ...(certificate === null ? {} : { certificate }) };
  }

  async association(): Promise<Finding> {
    const { implementation } = await this.#subject.client.reach('association', this.#signal, { echo: true });
    const name = implementation === null || implementation === '' ? '' : ` It calls itself ${implementation}.`;
    return { words: `The peer accepts this station and answers an echo.${name}` };
  }

  async query(): Promise<Finding> {
    this.#listed = await anyInstance(this.#subject.client, this.#signal);
    return this.#listed === null
      ? { words: 'Questions are answered. There is no study to try out.', state: 'warning' }
      : { words: 'Questions are answered: studies, series and images.' };
  }

  async retrieve(): Promise<Finding> {
    const listed = this.#listed;
    if (listed === null) return { words: 'There is no study to try out.', state: 'skipped' };
    const { ways } = this.#subject;
    const came: string[] = [];
    const failed: { readonly way: 'get' | 'move'; readonly error: AppError }[] = [];
    for (const way of ways) {
      try {
        const bytes = await this.#fetch(way, listed);
        came.push(`One image came by C-${way.toUpperCase()}: ${bytes} bytes. It was not kept.`);
      } catch (error) {
        if (this.#signal.aborted) throw error;
        failed.push({ way, error: asAppError(error) });
      }
    }
    const [first] = failed;
    if (first !== undefined) return this.#notBy(first.way, first.error, came);
    return { words: [...came, ...(ways.includes('move') ? [] : [NO_MOVE])].join(' ') };
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

  async #fetch(way: 'get' | 'move', { studyUid, seriesUid, sopUid }: ListedInstance): Promise<number> {
    const sink = new TrialSink();
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

  /** One way failed: the step fails only where no other way brought anything. */
  #notBy(way: 'get' | 'move', error: AppError, came: readonly string[]): Finding {
    const { settings } = this.#subject;
    const { words, next } = way === 'move' ? moveWords(error, settings) : stepWords(error, settings);
    const said = way === 'get' && came.length > 0 ? `C-GET does not work: ${words}` : words;
    return { words: [...came, said].join(' '), next, state: came.length > 0 ? 'warning' : 'failed' };
  }

  #errorOf(step: SourceStep, error: unknown): AppError {
    if (error instanceof AppError) return error;
    if (this.#signal.aborted) return cancelled();
    const opening = openingError(error, step === 'tls');
    // What TLS says of a certificate is told apart more finely for HTTP.
    return opening.code === 'source/certificate'
      ? lineError(error, { host: this.#subject.settings.host, proxyPort: null }, this.#signal)
      : opening;
  }

  #contact(): Contact {
    return { patience: this.#subject.settings.waits.connectMs, signal: this.#signal };
  }
}
