import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type {
  DeskMessage,
  SaidByWindow,
  SharedByWindows,
  StandingViewport,
} from '../../../shared/model/desk-message.ts';
import type { WindowPlace } from '../../../shared/model/desk-window.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { WindowTalk } from '../../app/windows/window-talk.ts';
import { DESK_COMMANDS, TOOL_COMMANDS } from '../commands.ts';
import type { DeskAction } from '../commands.ts';
import type { DeskSession } from '../desk-session.ts';
import { runDeskAction } from '../run-action.ts';
import { groupOf } from '../navigation/link-kinds.ts';
import { LinkBond } from './link-bond.ts';
import { RemoteViewports } from './remote-viewports.ts';
import type { NamedAction, WindowsOfDesk } from './windows-of-desk.ts';

/** What is done in the window that is asked, wherever the focus is: it is about that window, or holds in all of them. */
const HERE: ReadonlySet<string> = new Set<DeskAction['do']>([
  'panel',
  'tool',
  'link',
  'reference-lines',
  'measurement',
]);

/** The case hangs over all windows, and the desk deals it. */
const OF_THE_DESK: ReadonlySet<string> = new Set<DeskAction['do']>([
  'stage',
  'hang-again',
  'choose-hanging',
  'why-hanging',
  'save-hanging',
  'edit-hanging',
  'new-hanging',
  'take-back-hanging',
  'learned',
]);

/** Binds one window's desk to the same case in the others: one focus, one scroll, one tool. */
export class WindowBond implements WindowsOfDesk {
  readonly opening: (studyId: StudyId) => void;
  readonly #session: DeskSession;
  readonly #talk: WindowTalk;
  readonly #caseId: () => string | null;
  readonly #remote: RemoteViewports;
  readonly #links: LinkBond;
  readonly #bag = new DisposerBag();
  /** A window that came up does not say what holds in all of them before it heard it. */
  #heard = false;
  /** As it was said last, or heard. */
  #said: { stands: string; shared: string; focus: string } = { stands: '', shared: '', focus: '' };

  /**
   * @param caseId of the case that is open in all windows; null while none is
   * @param opening hears which study is asked for
   */
  constructor(
    session: DeskSession,
    talk: WindowTalk,
    caseId: () => string | null,
    opening: (studyId: StudyId) => void = () => undefined,
  ) {
    this.opening = opening;
    this.#session = session;
    this.#talk = talk;
    this.#caseId = caseId;
    this.#remote = new RemoteViewports(session, (message, to) => talk.say(message, to), caseId);
    this.#links = new LinkBond(session, (message) => talk.say(message), caseId);
    this.#bag.add(() => this.#links.dispose());
    const { layout, runtime, open } = session.stores;
    const tell = (): void => this.tell();
    this.#bag.add(layout.subscribe(tell));
    this.#bag.add(runtime.subscribe(tell));
    this.#bag.add(session.stood.on(tell));
    this.#bag.add(talk.on((said) => this.#take(said)));
    this.#bag.add(talk.open.subscribe(({ glasses }) => this.#left(['desk', ...glasses])));
    this.#bag.add(talk.lost.on((place) => this.#lost(place)));
    this.#bag.add(
      open.subscribe(({ status }) => {
        if (status !== 'open') this.#forget();
      }),
    );
    this.#bag.add(() => this.#forget());
    this.#goHome();
    session.windows = this;
    this.#bag.add(() => {
      session.windows = null;
    });
  }

  dispose(): void {
    this.#bag.dispose();
  }

  /** Says everything anew, to a window that came up. */
  tellAgain(): void {
    this.#said = { stands: '', shared: '', focus: '' };
    this.#links.tellAgain();
    this.tell();
  }

  get standing(): readonly StandingViewport[] {
    return this.#remote.standing;
  }

  /** Says what is another one than it was. */
  tell(): void {
    const caseId = this.#caseId();
    if (caseId === null || this.#session.stores.open.getState().status !== 'open') return;
    const { runtime, layout } = this.#session.stores;
    const viewports = this.#standing();
    this.#sayNew('stands', viewports, { kind: 'stands', caseId, viewports: [...viewports] });
    const { tool, linked, linkedViews, referenceLines, elsewhere } = runtime.getState();
    const { overlayShown, active } = layout.getState();
    const shared: SharedByWindows = { tool, linked, linkedViews: [...linkedViews], referenceLines, overlayShown };
    if (this.#heard || this.#talk.place === 'desk') {
      this.#sayNew('shared', shared, { kind: 'shared', caseId, shared });
      this.#links.tell();
    }
    if (elsewhere !== null) this.#said.focus = '';
    else this.#sayNew('focus', active, { kind: 'focus', caseId, viewportId: active });
  }

  get several(): boolean {
    return this.#talk.open.getState().glasses.length > 0;
  }

  forward(action: NamedAction): boolean {
    const caseId = this.#caseId();
    const to = this.#whereTo(action.do);
    if (to === null || to === this.#talk.place || caseId === null) return false;
    const text = JSON.stringify(action);
    const command = DESK_COMMANDS.find((one) => JSON.stringify(one.action) === text);
    if (!command) return false;
    this.#talk.say({ kind: 'run', caseId, command: command.id }, to);
    return true;
  }

  pass(by: 1 | -1): boolean {
    const caseId = this.#caseId();
    const windows: readonly WindowPlace[] = ['desk', ...this.#talk.open.getState().glasses];
    if (caseId === null || windows.length < 2) return false;
    const here = windows.indexOf(this.#talk.place);
    const next = windows[(here + by + windows.length) % windows.length];
    if (next === undefined || next === this.#talk.place) return false;
    this.#talk.say({ kind: 'take-focus', caseId, at: by === 1 ? 'first' : 'last' }, next);
    return true;
  }

  #whereTo(what: string): WindowPlace | null {
    if (OF_THE_DESK.has(what)) return 'desk';
    return HERE.has(what) ? null : (this.#session.stores.runtime.getState().elsewhere?.place ?? null);
  }

  #sayNew(what: 'stands' | 'shared' | 'focus', state: unknown, message: DeskMessage): void {
    const text = JSON.stringify(state);
    if (this.#said[what] === text) return;
    this.#said[what] = text;
    this.#talk.say(message);
  }

  #standing(): readonly StandingViewport[] {
    const { cells } = this.#session.stores.composition.getState();
    return this.#session.handles.flatMap((handle) => {
      const cell = cells[handle.id];
      const wanted = handle.stack[handle.target];
      // The planes of a reformat are no pictures of the series, and key images no run of one.
      if (!cell || cell.among || !wanted || this.#session.mpr.has(wanted.objectId)) return [];
      const { state, ref } = handle.truth;
      const shown = state === 'failed' || !ref ? null : { objectId: ref.objectId, frame: ref.frame };
      const { studyId, seriesUid, role } = cell;
      const order = cell.order ? { order: cell.order } : {};
      const { objectId, frame } = wanted;
      const group = groupOf(this.#session.stores.runtime.getState().linkGroups, handle.id);
      return [{ viewportId: handle.id, studyId, seriesUid, role, wanted: { objectId, frame }, shown, group, ...order }];
    });
  }

  #take({ from, message }: SaidByWindow): void {
    if (!('caseId' in message) || message.caseId !== this.#caseId()) return;
    if (this.#session.stores.open.getState().status !== 'open') return;
    switch (message.kind) {
      case 'stands':
        this.#remote.take(from, message.viewports);
        return this.#lookAtFocus(from);
      case 'ask':
        // Its page came up without the focus, which whoever was there before it may have had.
        this.#takeBack(from);
        return this.tellAgain();
      case 'lead':
        return this.#session.link.led(message.viewports, (viewportId) => this.#session.handle(viewportId));
      case 'focus':
        this.#session.stores.runtime.setState({
          elsewhere: { place: from, viewportId: message.viewportId, ref: this.#remote.shown(from, message.viewportId) },
        });
        return;
      case 'take-focus': {
        const { cells } = this.#session.stores.layout.getState();
        const viewportId = message.at === 'first' ? cells[0] : cells.at(-1);
        if (viewportId !== undefined) this.#session.activate(viewportId);
        return;
      }
      case 'shared':
        return this.#share(message.shared);
      case 'run': {
        const command = DESK_COMMANDS.find(({ id }) => id === message.command);
        if (!command) return;
        // Whoever asks holds this window for the one with the focus: two that pressed at once would wait for each other.
        if (!OF_THE_DESK.has(command.action.do)) this.#session.stores.runtime.setState({ elsewhere: null });
        return runDeskAction(this.#session, command.action);
      }
      default:
        this.#links.take(from, message);
    }
  }

  /** The viewport that has the focus shows another picture now. */
  #lookAtFocus(from: WindowPlace): void {
    const { runtime } = this.#session.stores;
    const { elsewhere } = runtime.getState();
    if (elsewhere?.place !== from) return;
    const ref = this.#remote.shown(from, elsewhere.viewportId);
    if (ref?.objectId === elsewhere.ref?.objectId && ref?.frame === elsewhere.ref?.frame) return;
    runtime.setState({ elsewhere: { ...elsewhere, ref } });
  }

  #share(shared: SharedByWindows): void {
    this.#heard = true;
    this.#said.shared = JSON.stringify(shared);
    const { layout, runtime } = this.#session.stores;
    const before = runtime.getState();
    const tool = TOOL_COMMANDS.flatMap(({ action }) => (action.do === 'tool' ? [action.tool] : [])).find(
      (one) => one === shared.tool,
    );
    if (tool !== undefined && tool !== before.tool) this.#session.setTool(tool);
    if (shared.linked !== before.linked) this.#session.setLinked(shared.linked);
    if (JSON.stringify(shared.linkedViews) !== JSON.stringify(before.linkedViews)) {
      runtime.setState({ linkedViews: shared.linkedViews });
    }
    if (shared.referenceLines !== before.referenceLines) runtime.setState({ referenceLines: shared.referenceLines });
    if (shared.overlayShown !== layout.getState().overlayShown) layout.setState({ overlayShown: shared.overlayShown });
  }

  /** A window that is gone stands nowhere, and has no focus. */
  #left(there: readonly WindowPlace[]): void {
    this.#remote.keep(there);
    const { elsewhere } = this.#session.stores.runtime.getState();
    if (elsewhere !== null && !there.includes(elsewhere.place)) this.#goHome();
  }

  /** The page of a window died: it stands nowhere until it is there again. */
  #lost(place: WindowPlace): void {
    this.#remote.keep(['desk' as const, ...this.#talk.open.getState().glasses].filter((one) => one !== place));
    this.#takeBack(place);
  }

  /** Nobody would have the focus that a window had whose page is gone: keys went nowhere. */
  #takeBack(from: WindowPlace): void {
    if (this.#session.stores.runtime.getState().elsewhere?.place === from) this.#goHome();
  }

  #forget(): void {
    this.#remote.keep([]);
    this.#said = { stands: '', shared: '', focus: '' };
    this.#heard = false;
    this.#links.forget();
    this.#goHome();
  }

  /** Whoever opened the case is at the desk, until a viewport of another window is pressed. */
  #goHome(): void {
    const elsewhere = this.#talk.place === 'desk' ? null : ({ place: 'desk', viewportId: '', ref: null } as const);
    this.#session.stores.runtime.setState({ elsewhere });
  }
}
