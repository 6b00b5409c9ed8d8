import { AppError } from '../../../../shared/errors/app-error.ts';
import type { SourceSecrets, DicomWebSettings } from '../../../../shared/model/source-settings.ts';
import type { SourceStep, SourceStepResult } from '../../../../shared/model/source.ts';
import { certificateOf, lookUp, openPort, shakeHands } from '../http/first-contact.ts';
import type { Address, Contact } from '../http/first-contact.ts';
import { lineError } from '../http/line-error.ts';
import { secureContext } from '../http/trust.ts';
import { blameTunnel } from '../http/tunnel.ts';
import type { OutgoingObject } from '../source.ts';
import { anyInstance } from '../trial/any-instance.ts';
import type { ListedInstance } from '../trial/any-instance.ts';
import { runSteps } from '../trial/run-steps.ts';
import type { Failing, Finding } from '../trial/run-steps.ts';
import { TrialSink } from '../trial/trial-sink.ts';
import { NOT_STORED, vouched } from '../trial/words.ts';
import { findInstances, findSeries, findStudies } from './query.ts';
import type { WadoRetriever } from './retrieve.ts';
import { stepWords } from './step-words.ts';
import { storeObjects } from './store.ts';
import { isJson } from './web-link.ts';
import type { WebLink } from './web-link.ts';

/** No study has it: the lightest question there is. A UUID of zeros (Part 5, B.2). */
const NOBODY = '2.25.0';

export interface TestSubject {
  readonly settings: DicomWebSettings;
  readonly secrets: SourceSecrets;
  readonly link: WebLink;
  readonly wado: WadoRetriever;
  /** What the last step stores; null: nothing is ever stored unasked. */
  readonly testObject: OutgoingObject | null;
}

/** Resolves when the server answers at all, whatever it answers. */
export async function probe(link: WebLink, signal: AbortSignal): Promise<void> {
  await (await ask(link, signal)).discard();
}

/** The steps of `SourceStep`, each as it ends. */
export function testSteps(subject: TestSubject, signal: AbortSignal): AsyncGenerator<SourceStepResult> {
  const steps = new Steps(subject, signal);
  const { clock } = subject.link;
  return runSteps({
    steps,
    explain: (step, error) => steps.explain(step, error),
    now: () => clock.monotonic(),
    signal,
  });
}

async function ask(link: WebLink, signal: AbortSignal): ReturnType<WebLink['askJson']> {
  return link.askJson(
    link.url(
      ['studies'],
      [
        ['StudyInstanceUID', NOBODY],
        ['limit', '1'],
      ],
    ),
    signal,
  );
}

class Steps implements Readonly<Record<SourceStep, () => Promise<Finding>>> {
  readonly #subject: TestSubject;
  readonly #signal: AbortSignal;
  readonly #url: URL;
  /** Whom we connect to: the proxy, or else the server. */
  readonly #first: Address;

  constructor(subject: TestSubject, signal: AbortSignal) {
    this.#subject = subject;
    this.#signal = signal;
    this.#url = subject.link.url([]);
    this.#first = subject.settings.proxy ?? addressOf(this.#url);
  }

  async explain(step: SourceStep, error: unknown): Promise<Failing> {
    const { settings } = this.#subject;
    const { tunnelHost, proxy } = settings;
    const whereto = { host: this.#url.host, proxyPort: proxy?.port ?? null };
    const known = await blameTunnel(lineError(error, whereto, this.#signal), tunnelHost);
    const words = stepWords(known, settings);
    const shown = step === 'tls' && proxy === null ? await certificateOf(this.#first, this.#contact()) : null;
    return shown === null ? words : { ...words, certificate: shown };
  }

  async name(): Promise<Finding> {
    const { host } = this.#first;
    const addresses = await lookUp(host);
    const isAddress = addresses.length === 1 && addresses[0] === host;
    return { words: isAddress ? 'An address: no name is needed.' : `${this.#whom()} is ${addresses.join(', ')}.` };
  }

  async port(): Promise<Finding> {
    await openPort(this.#first, this.#contact());
    return { words: `${this.#whom()} takes connections on port ${this.#first.port}.` };
  }

  async tls(): Promise<Finding> {
    const { settings, secrets } = this.#subject;
    if (this.#url.protocol === 'http:') {
      const why = settings.insideTunnel ? 'the tunnel encrypts the way' : 'it does not leave this computer';
      return { words: `Without TLS: ${why}.`, state: 'skipped' };
    }
    if (settings.proxy !== null) return { words: 'Checked with the next step, through the proxy.', state: 'skipped' };
    const context = secureContext(settings.tls.authorities, secrets.certificate ?? null);
    const { protocol, certificate } = await shakeHands(this.#first, context, this.#contact());
    return { words: vouched(protocol, certificate), ...(certificate === null ? {} : { certificate }) };
  }

  async association(): Promise<Finding> {
    const { link } = this.#subject;
    const answer = await ask(link, this.#signal);
    if (answer.status !== 200 && answer.status !== 204) throw await link.failure(answer);
    if (answer.status === 200 && !isJson(answer)) throw await link.notThis(answer, 'no-json');
    await answer.discard();
    return { words: `The server accepts this station. (HTTP ${answer.status})` };
  }

  async query(): Promise<Finding> {
    const found = await this.#anyInstance();
    return found === null
      ? { words: 'Questions are answered. There is no study to try out.', state: 'warning' }
      : { words: 'Questions are answered: studies, series and images.' };
  }

  async retrieve(): Promise<Finding> {
    const found = await this.#anyInstance();
    if (found === null) return { words: 'There is no study to try out.', state: 'skipped' };
    const { studyUid, seriesUid, sopUid } = found;
    const counted = new TrialSink();
    const request = { studyUid, seriesUid, sopUids: [sopUid] };
    const { failed } = await this.#subject.wado.retrieve(request, counted, this.#signal);
    if (failed.length > 0) throw new AppError('source/not-found', 'the instance that was just listed is not there');
    if (!counted.isDicom) throw new AppError('source/wrong-answer', 'the object is no DICOM file');
    return { words: `One image came: ${counted.bytes} bytes. It was not kept.` };
  }

  async store(): Promise<Finding> {
    const { settings, testObject, link } = this.#subject;
    if (!settings.store) return { words: 'No results go to this source.', state: 'skipped' };
    if (testObject === null) return { words: NOT_STORED, state: 'skipped' };
    for await (const { state, status } of storeObjects(link, [testObject], this.#signal)) {
      if (state !== 'stored')
        throw new AppError('source/refused', 'the test object was not stored', { context: { receipt: status } });
    }
    return { words: 'The server stored a test object.' };
  }

  #anyInstance(): Promise<ListedInstance | null> {
    const { link } = this.#subject;
    return anyInstance(
      {
        studies: (query, options) => findStudies(link, query, options),
        series: (studyUid, options) => findSeries(link, studyUid, options),
        instances: (studyUid, seriesUid, options) => findInstances(link, studyUid, seriesUid, options),
      },
      this.#signal,
    );
  }

  #whom(): string {
    return this.#subject.settings.proxy === null ? this.#first.host : `The proxy ${this.#first.host}`;
  }

  #contact(): Contact {
    return { patience: this.#subject.settings.waits.connectMs, signal: this.#signal };
  }
}

function addressOf(url: URL): Address {
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port };
}
