import type { SourceId } from '../../../../shared/model/ids.ts';
import type { SourceStepResult } from '../../../../shared/model/source.ts';
import type { SourcePool } from './source-pool.ts';
import { trialObject } from './trial-object.ts';

export interface ConnectionTestParts {
  readonly pool: Pick<SourcePool, 'get'>;
  /** Resolves when what the connections need is there. */
  readonly ready: () => Promise<void>;
  /** Puts into the trail that an object is stored for good. */
  readonly record: (sourceId: SourceId) => void;
  /** Each step as it ends. */
  readonly onStep: (sourceId: SourceId, result: SourceStepResult) => void;
}

/** Tests of connections that somebody waits for: one a source. */
export class ConnectionTests {
  readonly #parts: ConnectionTestParts;
  readonly #running = new Map<SourceId, AbortController>();

  constructor(parts: ConnectionTestParts) {
    this.#parts = parts;
  }

  /** One that runs is stopped. @param store the last step stores a test object there, for good @throws AppError source/unknown */
  async run(sourceId: SourceId, signal: AbortSignal, store: boolean): Promise<SourceStepResult[]> {
    const { pool, ready, record, onStep } = this.#parts;
    const stop = new AbortController();
    this.stop(sourceId);
    this.#running.set(sourceId, stop);
    if (store) record(sourceId);
    const steps: SourceStepResult[] = [];
    try {
      await ready();
      const own = AbortSignal.any([signal, stop.signal]);
      for await (const result of pool.get(sourceId).test(own, store ? trialObject(sourceId) : undefined)) {
        steps.push(result);
        if (this.#running.get(sourceId) === stop) onStep(sourceId, result);
      }
    } finally {
      if (this.#running.get(sourceId) === stop) this.#running.delete(sourceId);
    }
    return steps;
  }

  /** It ends with what it has. */
  stop(sourceId: SourceId): void {
    this.#running.get(sourceId)?.abort();
  }

  close(): void {
    for (const stop of this.#running.values()) stop.abort();
  }
}
