import { asAppError } from '../../../shared/errors/app-error.ts';
import { deskMonitors } from '../../../shared/hanging/desk-monitors.ts';
import type { DeskMonitor } from '../../../shared/hanging/desk-monitors.ts';
import { shareCells } from '../../../shared/hanging/share-cells.ts';
import type { PictureWindow } from '../../../shared/hanging/share-cells.ts';
import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import type { SaidByWindow } from '../../../shared/model/desk-message.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import { GlassPlace } from '../../../shared/model/desk-window.ts';
import type { DeskState, WindowDesk } from '../../../shared/model/measurement.ts';
import type { WindowTalk } from '../../app/windows/window-talk.ts';
import type { callStation } from '../../client/index.ts';
import type { DeskSession } from '../desk-session.ts';
import { fromDeskState, toDeskState } from '../desk-state.ts';
import { screenOf } from '../hang-desk.ts';
import type { HungDesk } from '../hang-desk.ts';
import type { OpenStudies } from '../../hanging/index.ts';
import { keptLinks } from '../navigation/desk-links.ts';
import type { DeskLinks } from '../navigation/desk-links.ts';
import { groupOf } from '../navigation/link-kinds.ts';
import { cellIds } from '../stores.ts';
import type { Composed, Composition, DeskCase } from '../stores.ts';
import { firstPicturesFirst } from './first-pictures.ts';
import { hearDrawings } from './hear-drawings.ts';
import { heldCalls } from './held-calls.ts';
import { standsAs } from './stands-as.ts';
import { WindowBond } from './window-bond.ts';

/** Much longer than a window takes to write what it has: it does so at the word that the case is closed. */
const LAST_WORDS_MS = 5_000;

interface EndedCase {
  readonly caseId: string;
  readonly studyId: StudyId;
  readonly own: WindowDesk;
  readonly shares: Map<GlassPlace, WindowDesk>;
}

/** The desk's window: it opens the case for all, deals the pictures to the windows, and writes for all how they stand. */
export class DeskSide {
  readonly call: typeof callStation;
  readonly #talk: WindowTalk;
  readonly #raw: typeof callStation;
  #shares = new Map<GlassPlace, WindowDesk>();
  #session: DeskSession | null = null;
  #hangingName = '';
  #bond: WindowBond | null = null;
  #caseId: string | null = null;
  /** Windows that know which case is open. */
  readonly #told = new Set<GlassPlace>();
  /** As the journal had all windows when the case was opened; null once it was hung. */
  #left: DeskState | null = null;
  /** What was dealt to the others at each stage of the hanging. */
  readonly #stages = new Map<string, Map<GlassPlace, WindowDesk>>();
  /** Why viewports of the others are empty, by hanging and window. */
  readonly #reasons = new Map<string, Composition['reasons']>();
  /** What each window was told to show last. */
  readonly #dealtAs = new Map<GlassPlace, WindowDesk>();
  /** As the desk's window wrote itself last. */
  #own: WindowDesk | null = null;
  /** The case before this one: what the reader did last in another window is said when the case is closed already. */
  #ended: EndedCase | null = null;
  /** The study that was asked for last. */
  #coming: StudyId | null = null;

  constructor(talk: WindowTalk, call: typeof callStation) {
    this.#talk = talk;
    this.#raw = call;
    this.call = heldCalls(call, {
      saveDesk: async ({ studyId, desk }) => {
        this.#own = desk;
        return await call('reading.saveDesk', { studyId, desk: this.#whole(desk) });
      },
      drawn: () => this.#tellDrawn(),
      measuredAnew: () => this.#openAnew(),
      load: (loaded) => {
        this.#left = loaded.desk;
        return loaded;
      },
    });
  }

  /** The windows that cases hang over. */
  get monitors(): readonly DeskMonitor[] {
    return deskMonitors(this.#talk.open.getState().windows);
  }

  /** How the other windows that are there stand, as they said last. */
  get desks(): ReadonlyMap<GlassPlace, WindowDesk> {
    const { glasses } = this.#talk.open.getState();
    return new Map([...this.#shares].filter(([place]) => glasses.includes(place)));
  }

  /** Something in another window is the reader's doing. */
  get touched(): boolean {
    return [...this.#shares].some(([place, desk]) => {
      const dealt = this.#dealtAs.get(place);
      return dealt !== undefined && !standsAs(dealt, desk);
    });
  }

  /** What of a hanging stays in this window; the rest goes to the others. */
  readonly share = (hung: HungDesk, open: DeskCase): HungDesk => {
    if (open.status !== 'open') return hung;
    const left = this.#left;
    this.#left = null;
    const kept = this.#dealt(hung, left, open);
    for (const place of this.#shares.keys()) this.#show(place);
    return kept;
  };

  #dealt(hung: HungDesk, left: DeskState | null, studies: OpenStudies): HungDesk {
    const { hangingName, dealt } = hung.composition;
    this.#hangingName = hangingName;
    const places = GlassPlace.options.filter((place) => this.#talk.open.getState().glasses.includes(place));
    const before = dealt === true ? this.#stages.get(hangingName) : undefined;
    if (before) {
      this.#shares = before;
      return hung;
    }
    this.#shares = new Map();
    this.#stages.set(hangingName, this.#shares);
    if (hung.elsewhere) return this.#over(hung, hung.elsewhere, places);
    const kept = left?.glasses ?? [];
    const same = kept.length === places.length && kept.every(({ place }) => places.includes(place));
    if (same) for (const { place, desk } of kept) this.#shares.set(place, desk);
    if (same && kept.length > 0) return { ...hung, composition: { ...hung.composition, dealt: true } };
    const others = kept.flatMap(({ desk }) =>
      Object.values(fromDeskState(desk, studies.current, studies.priors)?.cells ?? {}),
    );
    if (places.length === 0 && others.length === 0)
      return { ...hung, composition: { ...hung.composition, dealt: false } };
    return this.#deal(hung, [...hung.layout.cells.map((id) => hung.composition.cells[id] ?? null), ...others], places);
  }

  attach(session: DeskSession): Disposer {
    const bag = new DisposerBag();
    this.#session = session;
    this.#bond = new WindowBond(
      session,
      this.#talk,
      () => this.#caseId,
      (studyId) => this.#comes(studyId),
    );
    bag.add(() => this.#bond?.dispose());
    bag.add(firstPicturesFirst(session, this.#talk, () => this.#caseId));
    bag.add(
      session.stores.open.subscribe(({ status }, before) => {
        if (status === 'open' && before.status !== 'open') this.#begin();
        else if (status !== 'open') this.#end(before);
      }),
    );
    bag.add(this.#talk.on((said) => this.#take(said)));
    bag.add(
      this.#talk.open.subscribe(({ windows }, before) => {
        // A window that is gone keeps its share until the case hangs anew: what the reader changed there comes back with it.
        if (JSON.stringify(windows) === JSON.stringify(before.windows)) return;
        // How stages stood was of the windows before.
        this.#stages.clear();
        session.hanging.windowsChanged();
      }),
    );
    return () => {
      this.#end(session.stores.open.getState());
      bag.dispose();
      this.#session = null;
      this.#hearLastWords();
    };
  }

  /** The case is off this desk before the other windows have heard of it: what was done last in them is told after that. */
  #hearLastWords(): void {
    if (this.#ended === null) return;
    const stop = this.#talk.on(({ from, message }) => {
      if (from !== 'desk' && message.kind === 'desk') this.#saveLate(from, message);
    });
    setTimeout(stop, LAST_WORDS_MS);
  }

  /** A hanging that names several monitors: each window has its part of it, one that has none the first picture. */
  #over(hung: HungDesk, elsewhere: NonNullable<HungDesk['elsewhere']>, places: readonly GlassPlace[]): HungDesk {
    const spare = firstOf([hung, ...elsewhere.values()]);
    for (const place of places) {
      const own = elsewhere.get(place);
      const desk = own && firstOf([own]) ? toDeskState(own.layout, own.composition, () => null) : null;
      if (desk || spare) this.#shares.set(place, desk ?? deskOf(1, 1, [spare]));
      if (own && desk) this.#reasons.set(`${hung.composition.hangingName} ${place}`, own.composition.reasons);
    }
    return { ...hung, composition: { ...hung.composition, dealt: true } };
  }

  #deal(hung: HungDesk, cells: readonly (Composed | null)[], places: readonly GlassPlace[]): HungDesk {
    const windows: readonly PictureWindow[] = [
      { place: 'desk', portrait: screenOf(window) === 'portrait' },
      ...places.map((place) => ({ place, portrait: this.#talk.isPortrait(place) })),
    ];
    const shares = shareCells(cells, windows);
    for (const place of places) {
      const share = shares.get(place);
      if (share) this.#shares.set(place, withLinks(deskOf(share.rows, share.columns, share.cells), share.cells, hung));
    }
    const own = shares.get('desk');
    // Planes of a reformat are one picture in three viewports: they stay together.
    if (!own || hung.planes) return hung;
    const ids = cellIds(own.rows, own.columns);
    return {
      ...hung,
      layout: { rows: own.rows, columns: own.columns, cells: ids, places: {}, active: ids[0] ?? 'v1-1', full: false },
      composition: {
        ...hung.composition,
        cells: Object.fromEntries(ids.map((id, at) => [id, own.cells[at] ?? null])),
        reasons: {},
        dealt: true,
      },
      links: hung.links && dealtLinks(hung, ids, own.cells),
      plays: [],
    };
  }

  /** The others ask the station for the case while this window does. */
  #comes(studyId: StudyId): void {
    this.#coming = studyId;
    this.#caseId = crypto.randomUUID();
    this.#told.clear();
    this.#talk.say({ kind: 'coming', caseId: this.#caseId, studyId });
  }

  #begin(): void {
    this.#caseId ??= crypto.randomUUID();
    this.#told.clear();
    this.#bond?.tell();
  }

  #end(open: DeskCase | null): void {
    if (open?.status === 'open' && this.#caseId !== null && this.#own !== null) {
      const { studyId } = open.current.study;
      this.#ended = { caseId: this.#caseId, studyId, own: this.#own, shares: new Map(this.desks) };
    }
    this.#coming = null;
    this.#stages.clear();
    this.#reasons.clear();
    this.#dealtAs.clear();
    this.#shares = new Map();
    this.#own = null;
    if (this.#caseId === null) return;
    this.#caseId = null;
    this.#talk.say({ kind: 'closed' });
  }

  /** Tells a window what it shows of the open case. */
  #show(place: GlassPlace): void {
    const open = this.#session?.stores.open.getState();
    if (open?.status !== 'open' || this.#caseId === null) return;
    const desk = this.#shares.get(place) ?? this.#fallback();
    if (!desk) return;
    this.#shares.set(place, desk);
    const { studyId } = open.current.study;
    const caseId = this.#caseId;
    this.#dealtAs.set(place, desk);
    const reasons = Object.entries(this.#reasons.get(`${this.#hangingName} ${place}`) ?? {});
    const share = {
      desk,
      hanging: this.#hangingName.slice(0, 200),
      reasons: reasons.map(([viewportId, words]) => ({ viewportId, words: words.slice(0, 400) })),
    };
    if (this.#told.has(place)) return this.#talk.say({ kind: 'hang', caseId, ...share }, place);
    this.#told.add(place);
    this.#talk.say({ kind: 'case', caseId, studyId, ...share }, place);
  }

  /** A window that came while the case was open shows what the desk shows first. */
  #fallback(): WindowDesk | null {
    const cells = Object.values(this.#session?.stores.composition.getState().cells ?? {});
    const first = cells.find((cell) => cell?.role === 'current') ?? cells.find((cell) => cell !== null);
    return first ? deskOf(1, 1, [first]) : null;
  }

  #take({ from, message }: SaidByWindow): void {
    if (from === 'desk') return;
    if (message.kind === 'ready') {
      this.#told.delete(from);
      this.#show(from);
    } else if (message.kind === 'desk' && message.caseId === this.#caseId) {
      this.#shares.set(from, message.desk);
      this.#save();
    } else if (message.kind === 'desk') this.#saveLate(from, message);
    else if (message.kind === 'drawn' && message.caseId === this.#caseId) this.#hear();
    else if (message.kind === 'measured-anew' && message.caseId === this.#caseId) {
      const open = this.#session?.stores.open.getState();
      if (open?.status === 'open') void this.#session?.open(open.current.study.studyId);
    }
  }

  #whole(desk: WindowDesk, of: ReadonlyMap<GlassPlace, WindowDesk> = this.desks): DeskState {
    const glasses = [...of].map(([place, own]) => ({ place, desk: own }));
    return glasses.length === 0 ? desk : { ...desk, glasses };
  }

  /** The last words of another window about a case that is closed meanwhile. */
  #saveLate(from: GlassPlace, { caseId, desk }: { readonly caseId: string; readonly desk: WindowDesk }): void {
    const ended = this.#ended;
    if (ended?.caseId !== caseId) return;
    ended.shares.set(from, desk);
    const { studyId, own, shares } = ended;
    // It is on the desk again: that is what is written from now on.
    if (this.#coming === studyId) return;
    this.#write(studyId, this.#whole(own, shares));
  }

  #write(studyId: StudyId, desk: DeskState): void {
    this.#raw('reading.saveDesk', { studyId, desk }).catch((error: unknown) =>
      console.warn('desk state not saved', asAppError(error).code),
    );
  }

  /** Another window stands otherwise: the desk writes it with how it stands itself. */
  #save(): void {
    const open = this.#session?.stores.open.getState();
    if (open?.status !== 'open' || this.#own === null) return;
    this.#write(open.current.study.studyId, this.#whole(this.#own));
  }

  #hear(): void {
    if (this.#session) void hearDrawings(this.#session);
  }

  #tellDrawn(): void {
    if (this.#caseId !== null) this.#talk.say({ kind: 'drawn', caseId: this.#caseId });
  }

  /** Its pictures are measured by something else now: the other windows fetch the case anew. */
  #openAnew(): void {
    if (this.#caseId === null) return;
    this.#talk.say({ kind: 'closed' });
    this.#caseId = null;
    this.#begin();
  }
}

/** The first picture of several windows, of the current study where one is. */
function firstOf(desks: readonly HungDesk[]): Composed | null {
  const cells = desks.flatMap(({ composition: { cells: of } }) => Object.values(of)).filter((cell) => cell !== null);
  return cells.find(({ role }) => role === 'current') ?? cells[0] ?? null;
}

function deskOf(rows: number, columns: number, cells: readonly (Composed | null)[]): WindowDesk {
  const ids = cellIds(rows, columns);
  const composed = Object.fromEntries(ids.map((id, at) => [id, cells[at] ?? null]));
  return toDeskState({ rows, columns, cells: ids, active: ids[0] ?? 'v1-1' }, { cells: composed }, () => null);
}

/** Pictures that go together do so in whatever window they were dealt to. @param ids of the viewports that have them now */
function dealtLinks(
  { links, composition, layout }: HungDesk,
  ids: readonly string[],
  cells: readonly (Composed | null)[],
): DeskLinks {
  const groups = links?.linkGroups;
  if (!groups) return links ?? {};
  const linkGroups = ids.flatMap((id, at) => {
    const from = layout.cells.find((one) => cells[at] && composition.cells[one] === cells[at]);
    return from === undefined ? [] : [[id, groupOf(groups, from)] as const];
  });
  return { ...links, linkGroups: Object.fromEntries(linkGroups) };
}

function withLinks(desk: WindowDesk, cells: readonly (Composed | null)[], hung: HungDesk): WindowDesk {
  if (!hung.links?.linkGroups) return desk;
  const ids = desk.viewports.map(({ viewportId }) => viewportId);
  const { linkGroups = {} } = dealtLinks(hung, ids, cells);
  const { linked = true, linkedViews = [] } = hung.links;
  const kept = keptLinks({ linked, linkedViews, linkGroups }, ids);
  return kept ? { ...desk, links: kept } : desk;
}
