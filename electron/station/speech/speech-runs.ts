import { randomUUID } from 'node:crypto';
import type { AnyEvent } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { SpeechHeard } from '../../../shared/model/speech.ts';
import type { HostedProcess, ProcessHost } from '../kernel/ports.ts';
import type { SpeechBook } from './speech-book.ts';
import { FromSpeech } from './speech-messages.ts';
import { readSpeechModel } from './speech-model.ts';

/** JavaScript heap of the process; the model itself lies outside it. */
const MEMORY_MB = 512;

export interface SpeechRunsOptions {
  readonly book: Pick<SpeechBook, 'get'>;
  readonly processHost: ProcessHost;
  readonly emit: (event: AnyEvent) => void;
}

interface Run {
  readonly runId: string;
  readonly process: HostedProcess;
}

/** One dictation at a time, each in a process of its own that ends with it. Sound passes through and stays nowhere. */
export class SpeechRuns {
  readonly #options: SpeechRunsOptions;
  #run: Run | null = null;

  constructor(options: SpeechRunsOptions) {
    this.#options = options;
  }

  /** @throws AppError speech/no-model, speech/bad-model, speech/model-changed */
  async begin(): Promise<string> {
    const { book, processHost } = this.#options;
    const chosen = book.get();
    if (chosen === null) throw new AppError('speech/no-model', 'no model of speech was chosen');
    const { manifest, model } = await readSpeechModel(chosen.folder);
    if (model.sha256 !== chosen.model.sha256) throw new AppError('speech/model-changed', 'it is another model now');
    this.close();
    const process = await processHost.spawn('speech', { memoryMb: MEMORY_MB });
    const run: Run = { runId: randomUUID(), process };
    this.#run = run;
    process.onMessage((message) => {
      const heard = FromSpeech.safeParse(message);
      if (heard.success) this.#tell(run, heard.data);
    });
    process.onExit(() => this.#tell(run, { kind: 'failed', code: 'process/died' }));
    process.post({ t: 'load', folder: chosen.folder, manifest });
    return run.runId;
  }

  /** Sound of a run that is over is dropped: it was on its way. */
  hear(runId: string, pcm: string): void {
    if (this.#run?.runId === runId) this.#run.process.post({ t: 'hear', pcm });
  }

  end(runId: string): void {
    if (this.#run?.runId === runId) this.#run.process.post({ t: 'end' });
  }

  close(): void {
    const run = this.#run;
    this.#run = null;
    run?.process.kill();
  }

  #tell(run: Run, heard: SpeechHeard): void {
    if (this.#run !== run) return;
    this.#options.emit({ name: 'speech.heard', payload: { runId: run.runId, heard } });
    if (heard.kind === 'ended' || heard.kind === 'failed') this.close();
  }
}
