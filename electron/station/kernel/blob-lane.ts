import { Worker } from 'node:worker_threads';
import { AppError, fromWire } from '../../../shared/errors/app-error.ts';
import type { BlobReplies, BlobReply, BlobRequest } from './blob-tasks.ts';
import { NO_FAULTS } from './fault-points.ts';
import type { FaultPoints } from './fault-points.ts';

interface Pending {
  readonly resolve: (value: BlobReplies[BlobRequest['kind']]) => void;
  readonly reject: (error: AppError) => void;
}

/** One worker thread and the requests on their way to it. The thread starts with the first request, and again after a death. */
export class BlobLane {
  readonly #workerFile: string;
  readonly #faults: FaultPoints;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | null = null;
  #lastId = 0;
  #closed = false;

  constructor(workerFile: string, faults: FaultPoints = NO_FAULTS) {
    this.#workerFile = workerFile;
    this.#faults = faults;
  }

  /** `transfer` lists buffers that move to the worker and are empty here afterwards. */
  ask<K extends BlobRequest['kind']>(
    request: Extract<BlobRequest, { kind: K }>,
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<BlobReplies[K]> {
    if (this.#closed) return Promise.reject(new AppError('access/locked', 'the blob store is closed'));
    const id = (this.#lastId += 1);
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve, reject) => {
      // The worker answers a request with the value of its kind; the map cannot say so in types.
      this.#pending.set(id, { resolve: (value) => resolve(value as BlobReplies[K]), reject });
      worker.postMessage({ id, request }, [...transfer]);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(this.#workerFile, { execArgv: [], workerData: { armed: this.#faults.armed } });
    worker.on('message', (reply: BlobReply) => {
      const pending = this.#pending.get(reply.id);
      this.#pending.delete(reply.id);
      if (reply.ok) pending?.resolve(reply.value);
      else pending?.reject(fromWire(reply.error));
    });
    worker.on('error', (error) => this.#died(worker, error));
    worker.on('exit', () => this.#died(worker, null));
    return worker;
  }

  #died(worker: Worker, cause: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    const lost = [...this.#pending.values()];
    this.#pending.clear();
    for (const pending of lost) {
      pending.reject(new AppError('process/died', 'the blob worker ended', { retry: 'now', cause }));
    }
  }
}
