import { z } from 'zod';
import { WindowPlace } from './desk-window.ts';
import { ObjectId, StudyId } from './ids.ts';
import { Vec3 } from './image.ts';
import { KeptLandmark, Point2, WindowDesk } from './measurement.ts';
import { ComputedWay } from './registration.ts';
import { StackOrder } from './stack-order.ts';
import { LinkedView, LinkGroup } from './viewport-links.ts';

/** Of the largest layout. */
const MOST_VIEWPORTS = 16;

const CaseId = z.string().min(1).max(64);
const ViewportId = z.string().min(1).max(32);

/** What the hanging is called, for the reader. */
const HangingName = z.string().max(200);

/** What a window shows of a case. */
const Share = {
  desk: WindowDesk,
  hanging: HangingName,
  /** Why a viewport of the hanging shows nothing, in words. */
  reasons: z.array(z.strictObject({ viewportId: ViewportId, words: z.string().max(400) })).max(MOST_VIEWPORTS),
};

const ShownFrame = z.strictObject({ objectId: ObjectId, frame: z.number().int().positive() });

/** What stands in a viewport of one window, for the others. */
export const StandingViewport = z.strictObject({
  viewportId: ViewportId,
  studyId: StudyId,
  seriesUid: z.string().max(200),
  role: z.enum(['current', 'prior']),
  /** The picture that is wanted, which may be on its way. */
  wanted: ShownFrame,
  /** The picture on the glass; null while there is none. */
  shown: ShownFrame.nullable(),
  /** With which viewports it goes, in whatever window they are. */
  group: LinkGroup,
  /** In which order its pictures follow each other; absent: by position. */
  order: StackOrder.optional(),
});
export type StandingViewport = z.infer<typeof StandingViewport>;

/** What holds in every window at once. */
export const SharedByWindows = z.strictObject({
  tool: z.string().max(40),
  linked: z.boolean(),
  linkedViews: z.array(LinkedView).max(LinkedView.options.length),
  referenceLines: z.boolean(),
  overlayShown: z.boolean(),
});
export type SharedByWindows = z.infer<typeof SharedByWindows>;

const SaidWindow = z.strictObject({ center: z.number(), width: z.number() });

/** How a viewport shows its picture, as far as others go along. */
const SaidView = z.strictObject({
  window: SaidWindow.nullable(),
  /** By its name among those of the picture, and its numbers where it has some. */
  preset: z.strictObject({ name: z.string().max(200), window: SaidWindow.nullable() }).nullable(),
  scale: z.number().positive().nullable(),
  center: Point2.nullable(),
});
export type SaidView = z.infer<typeof SaidView>;

/** A viewport was windowed, zoomed or panned by the reader: those of its group in other windows go along. */
export const SaidChange = z.strictObject({
  viewportId: ViewportId,
  shown: ShownFrame,
  /** Device pixels for one of its picture. */
  zoom: z.number().positive(),
  /** The window on its glass, of a curve its span; null for colour. */
  voi: SaidWindow.nullable(),
  before: SaidView,
  after: SaidView,
});
export type SaidChange = z.infer<typeof SaidChange>;

const Space = z.string().min(1).max(128);

/** A place of the patient that the reader points at: mm, LPS of its frame of reference. */
export const SaidPlace = z.strictObject({ viewportId: ViewportId, place: Vec3, frameOfReference: Space });
export type SaidPlace = z.infer<typeof SaidPlace>;

/** By what places of one frame of reference are found in another: what the reader said, objects in use, what was computed here. */
export const SaidWays = z.strictObject({
  landmarks: z.array(KeptLandmark).max(32),
  registrations: z.array(ObjectId).max(8),
  computed: z.array(ComputedWay).max(8),
});
export type SaidWays = z.infer<typeof SaidWays>;

/**
 * What the windows of one desk tell each other. All but the first are about one opened case, named by a number that the desk gave it:
 * what is said of a case that is closed by now counts for nothing (fault F50). No pixels, no names.
 */
export const DeskMessage = z.discriminatedUnion('kind', [
  /** A window with pictures came up and asks what is open. */
  z.strictObject({ kind: z.literal('ready') }),
  /** The desk asks the station for a case: the other windows do so at once, and show nothing until it is dealt. */
  z.strictObject({ kind: z.literal('coming'), caseId: CaseId, studyId: StudyId }),
  /** The desk opened a case; what this window shows of it. */
  z.strictObject({ kind: z.literal('case'), caseId: CaseId, studyId: StudyId, ...Share }),
  /** The case is closed: nothing of it stays on any glass. */
  z.strictObject({ kind: z.literal('closed') }),
  /** The same case hangs otherwise: the share of the window that is told. */
  z.strictObject({ kind: z.literal('hang'), caseId: CaseId, ...Share }),
  /** A window that has the case now asks how the others stand. */
  z.strictObject({ kind: z.literal('ask'), caseId: CaseId }),
  /** How a window with pictures stands, to be written by the desk. */
  z.strictObject({ kind: z.literal('desk'), caseId: CaseId, desk: WindowDesk }),
  z.strictObject({
    kind: z.literal('stands'),
    caseId: CaseId,
    viewports: z.array(StandingViewport).max(MOST_VIEWPORTS),
  }),
  /** Viewports of another window are led to these places of their stacks. */
  z.strictObject({
    kind: z.literal('lead'),
    caseId: CaseId,
    viewports: z
      .array(
        z.strictObject({
          viewportId: ViewportId,
          index: z.number().int().nonnegative().max(1_000_000),
          /** Its slices do not reach that place. */
          beyond: z.boolean(),
        }),
      )
      .max(MOST_VIEWPORTS),
  }),
  /** The window that says it has the focus now, in this viewport. */
  z.strictObject({ kind: z.literal('focus'), caseId: CaseId, viewportId: ViewportId }),
  /** The focus goes on to the first or last viewport of the window that is told. */
  z.strictObject({ kind: z.literal('take-focus'), caseId: CaseId, at: z.enum(['first', 'last']) }),
  z.strictObject({ kind: z.literal('shared'), caseId: CaseId, shared: SharedByWindows }),
  z.strictObject({ kind: z.literal('viewed'), caseId: CaseId, change: SaidChange }),
  /** A cine steps to this place of its stack: viewports that no place ties to it go along number by number. */
  z.strictObject({
    kind: z.literal('stepped'),
    caseId: CaseId,
    viewportId: ViewportId,
    target: z.number().int().nonnegative().max(1_000_000),
  }),
  /** Null: at none any more. */
  z.strictObject({ kind: z.literal('pointed'), caseId: CaseId, at: SaidPlace.nullable() }),
  z.strictObject({ kind: z.literal('ways'), caseId: CaseId, ways: SaidWays }),
  /** Runs a command of the pictures where the focus is. */
  z.strictObject({ kind: z.literal('run'), caseId: CaseId, command: z.string().max(80) }),
  /** A key that says nothing to the window it was pressed in. */
  z.strictObject({ kind: z.literal('key'), key: z.string().max(40) }),
  /** Drawings or key images of the case in the journal are other ones. */
  z.strictObject({ kind: z.literal('drawn'), caseId: CaseId }),
  /** What its pictures are measured by is another one: the desk opens the case anew in every window. */
  z.strictObject({ kind: z.literal('measured-anew'), caseId: CaseId }),
  /** What is not in the journal yet is to be written: the store is about to be locked. */
  z.strictObject({ kind: z.literal('settle') }),
  z.strictObject({ kind: z.literal('settled') }),
]);
export type DeskMessage = z.infer<typeof DeskMessage>;

/** A message as it comes: the shell says which window it is from. */
export const SaidByWindow = z.strictObject({ from: WindowPlace, message: DeskMessage });
export type SaidByWindow = z.infer<typeof SaidByWindow>;
