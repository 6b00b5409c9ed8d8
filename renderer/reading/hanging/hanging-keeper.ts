import { createStore } from 'zustand/vanilla';
import type { HangingCase, HangingMonitor } from '../../../shared/hanging/protocol/case-facts.ts';
import type { DeskMonitor } from '../../../shared/hanging/desk-monitors.ts';
import { BUILT_IN, ProtocolMatcher } from '../../../shared/hanging/protocol/match.ts';
import type { Hanging } from '../../../shared/hanging/protocol/match.ts';
import { PAPERS } from '../../../shared/hanging/protocol/fallback.ts';
import { onDesk } from '../../../shared/hanging/protocol/on-desk.ts';
import type { DeskStage } from '../../../shared/hanging/protocol/on-desk.ts';
import type { WindowPlace } from '../../../shared/model/desk-window.ts';
import type { DeskHanging, DeskState, WindowDesk } from '../../../shared/model/measurement.ts';
import type { KnownRules } from '../../app/hanging-rules.ts';
import { caseOf, noVolumeIn } from '../../hanging/index.ts';
import type { OpenStudies, SeriesStacks } from '../../hanging/index.ts';
import { builtInDesk, leftDesk, likelyAspect, screenOf } from '../hang-desk.ts';
import type { HungDesk } from '../hang-desk.ts';
import type { Say } from '../said-tone.ts';
import type { DeskCase, DeskStores } from '../stores.ts';
import { createLearnedAnswers } from './learned-answers.ts';
import { stageOverWindows } from './over-windows.ts';
import { SavedHangings } from './saved-hangings.ts';
import { nameOf, sameStages } from './stage-names.ts';
import type { Standing } from './seen-desk.ts';

export interface HangingParts {
  readonly stores: DeskStores;
  readonly stacks: SeriesStacks;
  readonly handle: (viewportId: string) => Standing | null;
  readonly pitch: () => number | null;
  /** Puts a desk in place of the one that stands. */
  readonly lay: (desk: HungDesk) => void;
  /** Takes down where every viewport stands. */
  readonly remember: () => void;
  readonly say: Say;
  /** The protocols as they are now. */
  readonly rules: ((fresh?: 'fresh') => Promise<KnownRules>) | undefined;
  readonly failed: (error: unknown, doing: string) => void;
  /** The windows that cases hang over, from left to right. Absent: this one. */
  readonly monitors?: (() => readonly DeskMonitor[]) | undefined;
  /** How the other windows stand. Absent: there are none. */
  readonly desks?: (() => ReadonlyMap<WindowPlace, WindowDesk>) | undefined;
  /** Something in another window is the reader's doing. */
  readonly touchedElsewhere?: (() => boolean) | undefined;
}

/** By what the open case hangs. */
export interface HangingNow {
  /** Null: no case is open, or it could not be judged. */
  readonly hanging: Hanging | null;
  readonly stages: readonly DeskStage[];
  /** The one on the desk, from 0. */
  readonly stage: number;
  /** The desk came back as it was left. */
  readonly asLeft: boolean;
  /** Priors came after the case was hung, and it would hang otherwise with them. */
  readonly priorsHere: boolean;
  /** Windows came, went or stand otherwise than those that the case was hung over. */
  readonly windowsNew: boolean;
  /** The desk as it was laid out last; null: none. */
  readonly laid: HungDesk | null;
  readonly asking: 'why' | 'choose' | 'save' | 'edit' | 'new' | null;
}

const NO_CASE: HangingNow = {
  hanging: null,
  stages: [],
  stage: 0,
  asLeft: false,
  priorsHere: false,
  windowsNew: false,
  laid: null,
  asking: null,
};
const NO_DESKS: ReadonlyMap<WindowPlace, WindowDesk> = new Map();
const NO_PROTOCOLS = new ProtocolMatcher([]);

/** Hangs the open case by its protocol, stage by stage, and knows why. What the reader changed is never taken away unasked. */
export class HangingKeeper {
  readonly store = createStore<HangingNow>()(() => NO_CASE);
  /** What was saved here as a protocol. */
  readonly saves = new SavedHangings();
  /** Who takes the answers to what was learned of the reader. */
  readonly learned = createLearnedAnswers();
  readonly #parts: HangingParts;
  #rules: KnownRules | null = null;
  /** Chosen by the reader; null: the best one. */
  #wanted: string | null = null;
  /** How the desk stood when it was hung. */
  #asHung = '';
  /** The windows that it was hung over. */
  #hungOn = '';
  #drawn = 0;
  /** Width over height of the pictures' room in this window. */
  #aspect = likelyAspect(window);
  /** Stages that were left, as they stood. */
  readonly #left = new Map<string, HungDesk>();
  /** Protocols of which the reader was told that they fail. */
  readonly #told = new Set<string>();

  constructor(parts: HangingParts) {
    this.#parts = parts;
  }

  /**
   * A case is opened: as it was left, else as the best protocol says.
   * @param rules null: the station did not say them, and the built-in hanging is used
   * @param opened makes the case the open one, just before its desk is laid
   */
  open(studies: OpenStudies, left: DeskState | null, rules: KnownRules | null, opened: () => void): void {
    this.#rules = rules;
    this.#wanted = wantedBy(left);
    this.#left.clear();
    this.#judge(studies);
    opened();
    const restored = leftDesk(left, studies);
    const { hanging, stages } = this.store.getState();
    if (restored) {
      const stage = Math.max(
        0,
        stages.findIndex(({ id }) => id === left?.hanging?.stage),
      );
      this.store.setState({ stage, asLeft: true });
      this.#lay(restored);
      return;
    }
    // Nobody left it so: the protocol that was chosen for another desk does not count.
    if (this.#wanted !== null && hanging?.protocol?.id !== this.#wanted) this.#judge(studies, null);
    this.#hang(0);
  }

  /** The case is on the desk with its drawings: what comes from now on is the reader's. */
  settled(): void {
    this.#drawn = this.#parts.stores.saved.getState().measurements.length;
  }

  close(): void {
    this.#left.clear();
    this.store.setState(NO_CASE, true);
  }

  /** For the journal. */
  get kept(): DeskHanging | null {
    const { hanging, stages, stage } = this.store.getState();
    const id = stages[stage]?.id;
    if (!hanging || id === undefined) return null;
    return { protocol: hanging.protocol?.id ?? null, version: hanging.protocol?.version ?? null, stage: id };
  }

  /** The next or the previous stage, as it was left or as the protocol says. */
  step(by: 1 | -1): void {
    const { stages, stage } = this.store.getState();
    const next = stage + by;
    if (stages.length < 2 || next < 0 || next >= stages.length) {
      const words = stages.length < 2 ? 'This hanging has one stage.' : 'There is no stage beyond this one.';
      this.#parts.say('No other stage', `${words} {hanging.choose} hangs by another protocol.`);
      return;
    }
    this.#keepStage();
    this.#hang(next);
  }

  /** Another protocol, by its id, or BUILT_IN. */
  choose(wanted: string): void {
    const studies = this.#studies();
    if (!studies) return;
    this.#left.clear();
    this.#judge(studies, wanted);
    this.#hang(0);
  }

  /** The case hangs by this protocol when it is hung again, null: by the best one. Nothing moves now. @returns what was wanted before */
  want(id: string | null): string | null {
    const before = this.#wanted;
    this.#wanted = id;
    return before;
  }

  /** As the protocols say now, with every prior that is open. */
  async again(): Promise<void> {
    const { open } = this.#parts.stores;
    const own = open.getState();
    try {
      const rules = await this.#parts.rules?.('fresh');
      // Another case was opened meanwhile.
      if (!sameCase(own, open.getState())) return;
      this.#rules = rules ?? this.#rules;
    } catch (error) {
      this.#parts.failed(error, 'Hanging protocols');
    }
    this.#hangAnew();
  }

  #hangAnew(): void {
    const studies = this.#studies();
    if (!studies) return;
    this.#left.clear();
    this.#judge(studies, this.store.getState().priorsHere ? null : this.#wanted);
    this.#hang(0);
  }

  /** A prior was opened after the case was hung. An untouched desk follows; any other waits for the reader. */
  priorCame(): void {
    const studies = this.#studies();
    const { hanging } = this.store.getState();
    if (!studies || !hanging) return;
    const better = this.#judged(studies, this.#wanted);
    if (better === null || sameStages(better.stages, this.store.getState().stages)) return;
    if (this.touched) {
      this.store.setState({ priorsHere: true });
      return;
    }
    this.#take(better);
    this.#hang(0);
  }

  /** Windows came, went or stand otherwise. An untouched desk hangs over those that are there; any other waits for the reader. */
  windowsChanged(): void {
    const studies = this.#studies();
    const { hanging, stages, stage } = this.store.getState();
    if (!studies || !hanging) return;
    const isNew = this.#hungOn !== JSON.stringify(this.windows);
    if (!isNew || this.touched) return this.store.setState({ windowsNew: isNew });
    const id = stages[stage]?.id;
    this.#left.clear();
    this.#judge(studies);
    const now = this.store.getState().stages.findIndex((one) => one.id === id);
    this.#hang(Math.max(0, now));
  }

  /** The pictures have another room. An untouched desk is laid out for it. */
  roomIs(width: number, height: number): void {
    const aspect = Math.round((width / height) * 10) / 10;
    const studies = this.#studies();
    const { hanging, stages, stage } = this.store.getState();
    if (aspect === this.#aspect || !Number.isFinite(aspect)) return;
    this.#aspect = aspect;
    const now = !studies || !hanging || this.touched ? null : this.#judged(studies, this.#wanted);
    if (now === null || sameStages(now.stages, stages)) return;
    this.#left.clear();
    this.#take(now);
    this.#hang(Math.min(stage, now.stages.length - 1));
  }

  /** Whether anything on the desk is the reader's doing. */
  get touched(): boolean {
    const { layout, saved } = this.#parts.stores;
    if (this.store.getState().asLeft || layout.getState().full) return true;
    if (this.#parts.touchedElsewhere?.() === true) return true;
    if (saved.getState().measurements.length !== this.#drawn) return true;
    return this.#digest((id) => this.#parts.handle(id)) !== this.#asHung;
  }

  ask(asking: HangingNow['asking']): void {
    this.store.setState({ asking });
  }

  /** What protocols are asked about the open case; null where none is open. */
  get facts(): HangingCase | null {
    const studies = this.#studies();
    const desk = { reader: this.#rules?.reader ?? null, monitors: this.#measured };
    return studies ? caseOf(studies, this.#parts.stacks, desk).facts : null;
  }

  #studies(): OpenStudies | null {
    const open = this.#parts.stores.open.getState();
    return open.status === 'open' ? { current: open.current, priors: open.priors } : null;
  }

  #judge(studies: OpenStudies, wanted: string | null = this.#wanted): void {
    this.#wanted = wanted;
    this.#take(this.#judged(studies, wanted));
  }

  #judged(studies: OpenStudies, wanted: string | null): Pick<HangingNow, 'hanging' | 'stages'> | null {
    const { matcher, reader } = this.#rules ?? { matcher: NO_PROTOCOLS, reader: null };
    try {
      const desk = { reader, monitors: this.#measured };
      const { facts, builtIn } = caseOf(studies, this.#parts.stacks, desk);
      const hanging = matcher.hang(facts, builtIn, wanted);
      return {
        hanging,
        stages: onDesk(hanging.stages, { noVolume: noVolumeIn({ studies, stacks: this.#parts.stacks }) }),
      };
    } catch (error) {
      this.#tell('facts', 'This case could not be matched', faultOf(error));
      return null;
    }
  }

  /** Monitors that the case hangs on, from the left. */
  get monitors(): readonly HangingMonitor[] {
    return this.windows.map(({ role, orientation }) => ({ role, orientation }));
  }

  /** With the room for pictures, where it is known. */
  get #measured(): readonly HangingMonitor[] {
    return this.windows.map(({ place, role, orientation }) => ({
      ...{ role, orientation },
      ...(place === 'desk' ? { aspect: this.#aspect } : {}),
    }));
  }

  /** How the windows beside this one stand. */
  get desks(): ReadonlyMap<WindowPlace, WindowDesk> {
    return this.#parts.desks?.() ?? NO_DESKS;
  }

  /** The windows that the case hangs over; before the shell said them, this one. */
  get windows(): readonly DeskMonitor[] {
    const known = this.#parts.monitors?.() ?? [];
    return known.length > 0 ? known : [{ place: 'desk', role: 'any', orientation: screenOf(window) }];
  }

  #take(judged: Pick<HangingNow, 'hanging' | 'stages'> | null): void {
    const { asking } = this.store.getState();
    this.store.setState({ ...NO_CASE, asking, ...(judged ?? {}) });
    for (const { id, name, outcome, why } of judged?.hanging?.candidates ?? []) {
      if (outcome === 'failed') this.#tell(id, `The hanging protocol “${name}” failed`, why ?? '');
    }
  }

  #tell(id: string, title: string, why: string): void {
    if (this.#told.has(id)) return;
    this.#told.add(id);
    this.#parts.say(title, `${why}. Another hanging is used: see “Why this hanging?” ({hanging.why}).`, 'warning');
  }

  #hang(stage: number): void {
    const studies = this.#studies();
    const { hanging, stages } = this.store.getState();
    if (!studies) return;
    const next = stages[stage];
    const { current, priors } = studies;
    const known = next && this.#left.get(next.id);
    const desk =
      known ??
      (hanging && next && (hanging.protocol !== null || next.id === PAPERS.id)
        ? this.#laidOut(next, nameOf(hanging, next, stages.length), studies)
        : builtInDesk(current, priors[0] ?? null, this.#parts.stacks));
    this.store.setState({ stage, asLeft: false, priorsHere: false, windowsNew: false });
    this.#lay(desk);
  }

  #laidOut(stage: DeskStage, name: string, studies: OpenStudies): HungDesk {
    const { stacks, pitch } = this.#parts;
    return stageOverWindows(stage, name, { studies, stacks, pitch: pitch(), monitors: this.windows });
  }

  #lay(desk: HungDesk): void {
    this.#parts.lay(desk);
    this.store.setState({ laid: desk });
    this.#hungOn = JSON.stringify(this.windows);
    this.#asHung = this.#digest(() => null);
    this.settled();
  }

  /** A stage that is left comes back as it stood; planes are laid out anew. */
  #keepStage(): void {
    const { stages, stage } = this.store.getState();
    const { layout, composition } = this.#parts.stores;
    const own = stages[stage];
    if (!own || own.planes) return;
    this.#parts.remember();
    const { rows, columns, cells, places, active } = layout.getState();
    const { linkedViews, linkGroups } = this.#parts.stores.runtime.getState();
    this.#left.set(own.id, {
      layout: { rows, columns, cells, places, active, full: false },
      composition: composition.getState(),
      ...{ links: { linkedViews, linkGroups }, planes: null, plays: [] },
    });
  }

  #digest(handle: HangingParts['handle']): string {
    const { layout, composition } = this.#parts.stores;
    const { cells, places } = layout.getState();
    const composed = composition.getState().cells;
    const each = cells.map((id) => {
      const { studyId, seriesUid, start, view, plane, volume } = composed[id] ?? {};
      const there = handle(id);
      // A plane has the names of this hour: where it was scrolled to stands in the composition. A volume is looked at by its camera.
      const ref = (plane || volume ? null : there?.stack[there.target]) ?? start;
      return [id, studyId, seriesUid, ref?.objectId, ref?.frame, volume ? null : (there?.view ?? view), plane, volume];
    });
    return JSON.stringify([cells, places, each]);
  }
}

function sameCase(a: DeskCase, b: DeskCase): boolean {
  return a.status === 'open' && b.status === 'open' && a.token === b.token;
}

function wantedBy(left: DeskState | null): string | null {
  return left?.hanging ? (left.hanging.protocol ?? BUILT_IN) : null;
}

/** The class alone: its text may hold what the pictures say. */
function faultOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown fault';
}
