import type { DeskMessage, SaidWays } from '../../../shared/model/desk-message.ts';
import type { WindowPlace } from '../../../shared/model/desk-window.ts';
import type { DeskSession } from '../desk-session.ts';
import { nameElsewhere } from '../navigation/link-kinds.ts';

/** Carries to the other windows what ties viewports: their views, the cine's steps, the place that is pointed at, and the ways between spaces. */
export class LinkBond {
  readonly #session: DeskSession;
  readonly #say: (message: DeskMessage) => void;
  readonly #caseId: () => string | null;
  readonly #stop: () => void;
  /** As it was said last, or heard. */
  #ways = '';

  /** @param caseId of the case that is open in all windows; null while none is */
  constructor(session: DeskSession, say: (message: DeskMessage) => void, caseId: () => string | null) {
    this.#session = session;
    this.#say = say;
    this.#caseId = caseId;
    this.#stop = session.nav.told.on((told) => {
      const id = this.#open();
      if (id !== null) this.#say({ ...told, caseId: id });
    });
  }

  dispose(): void {
    this.#stop();
  }

  forget(): void {
    this.#ways = '';
  }

  /** Says by what places are found, where that is another than it was. */
  tell(): void {
    const caseId = this.#open();
    if (caseId === null) return;
    const { link, objects, nav } = this.#session;
    const ways: SaidWays = {
      landmarks: [...link.kept],
      registrations: [...objects.registrations.used],
      computed: nav.computed.found.map(({ from, to, matrix, error }) => ({ from, to, matrix, error })),
    };
    const text = JSON.stringify(ways);
    if (text === this.#ways) return;
    this.#ways = text;
    this.#say({ kind: 'ways', caseId, ways });
  }

  /** To a window that came up. */
  tellAgain(): void {
    const caseId = this.#open();
    const at = this.#session.nav.cursor.own;
    if (caseId !== null && at) this.#say({ kind: 'pointed', caseId, at });
    this.forget();
  }

  take(from: WindowPlace, message: DeskMessage): void {
    const { nav } = this.#session;
    if (message.kind === 'viewed') {
      nav.viewedElsewhere(nameElsewhere(from, message.change.viewportId), message.change);
    } else if (message.kind === 'stepped') {
      nav.steppedElsewhere(nameElsewhere(from, message.viewportId), message.target);
    } else if (message.kind === 'pointed') {
      nav.cursor.pointElsewhere(message.at && { ...message.at, from: nameElsewhere(from, message.at.viewportId) });
    } else if (message.kind === 'ways') this.#use(message.ways);
  }

  #use(ways: SaidWays): void {
    this.#ways = JSON.stringify(ways);
    const { link, objects, nav } = this.#session;
    link.replaceKept(ways.landmarks);
    objects.registrations.follow(ways.registrations);
    nav.computed.replace(ways.computed);
  }

  #open(): string | null {
    return this.#session.stores.open.getState().status === 'open' ? this.#caseId() : null;
  }
}
