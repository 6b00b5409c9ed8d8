import { asAppError } from '../../../../shared/errors/app-error.ts';
import type { StudyId } from '../../../../shared/model/ids.ts';
import type { Clock, Log } from '../../kernel/ports.ts';
import type { WorkitemEvent, WorkitemService } from '../../sources/workitem-service.ts';

/** How long a site is let alone that sends no events: most have none, and all are asked. */
const AGAIN_MS = 10 * 60_000;

export interface ClaimEventsOptions {
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly log: Log;
  /** A task is to be looked at now. */
  readonly look: (studyId: StudyId) => void;
  /** The site asks for a task that is held here. */
  readonly askedBack: (studyId: StudyId) => void;
}

interface Heard {
  readonly tasks: string;
  readonly stop: AbortController;
  readonly over: Promise<void>;
}

/** What sites say by themselves of tasks that are held here. Nothing hangs on it: each task is asked about all the same, only later. */
export class ClaimEvents {
  readonly #options: ClaimEventsOptions;
  readonly #places = new Map<string, Heard>();
  /** By place: not before, on the clock of the station. */
  readonly #rest = new Map<string, number>();

  constructor(options: ClaimEventsOptions) {
    this.#options = options;
  }

  /** @param tasks that are held at the place, by the UID of the task; none: nothing is to be heard */
  want(placeId: string, open: () => WorkitemService, tasks: ReadonlyMap<string, StudyId>): void {
    const wanted = [...tasks.keys()].sort().join();
    const now = this.#places.get(placeId);
    if (now?.tasks === wanted || (now === undefined && wanted === '')) return;
    now?.stop.abort();
    this.#places.delete(placeId);
    if (wanted === '' || (this.#rest.get(placeId) ?? 0) > this.#options.clock.monotonic()) return;
    const stop = new AbortController();
    const over = this.#hear(placeId, open, tasks, stop);
    this.#places.set(placeId, { tasks: wanted, stop, over });
  }

  async close(): Promise<void> {
    const all = [...this.#places.values()];
    this.#places.clear();
    for (const { stop } of all) stop.abort();
    await Promise.all(all.map(({ over }) => over));
  }

  async #hear(
    placeId: string,
    open: () => WorkitemService,
    tasks: ReadonlyMap<string, StudyId>,
    stop: AbortController,
  ): Promise<void> {
    const { clock, log, look, askedBack } = this.#options;
    const event = ({ uid, kind }: WorkitemEvent): void => {
      const studyId = tasks.get(uid);
      if (studyId === undefined || stop.signal.aborted) return;
      if (kind === 'cancel') askedBack(studyId);
      else look(studyId);
    };
    const ready = (): void => {
      // What was said before anybody listened.
      if (!stop.signal.aborted) for (const studyId of tasks.values()) look(studyId);
    };
    try {
      await open().events([...tasks.keys()], { ready, event }, stop.signal);
    } catch (error) {
      if (!stop.signal.aborted) log.info('claim.no-events', { code: asAppError(error).code });
    }
    if (stop.signal.aborted) return;
    this.#rest.set(placeId, clock.monotonic() + AGAIN_MS);
    if (this.#places.get(placeId)?.stop === stop) this.#places.delete(placeId);
  }
}
