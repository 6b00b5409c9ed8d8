import { hangingCalls } from '../../../shared/contract/hanging.ts';
import { CLINICAL } from '../../../shared/contract/roles.ts';
import type { CallRoles } from '../../../shared/contract/roles.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { HangingMonitor } from '../../../shared/hanging/protocol/case-facts.ts';
import { DOCUMENT_WORDS } from '../../../shared/hanging/picture-words.ts';
import { ProtocolMatcher } from '../../../shared/hanging/protocol/match.ts';
import type { Hanging } from '../../../shared/hanging/protocol/match.ts';
import type { HungViewport } from '../../../shared/hanging/protocol/stages.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import { onDesk } from '../../../shared/hanging/protocol/on-desk.ts';
import type { DeskHanging } from '../../../shared/model/measurement.ts';
import { loadCaseTables } from '../../station/hanging/load-hanging.ts';
import { openCase } from '../../station/hanging/open-case.ts';
import type { OpenedCase } from '../../station/hanging/open-case.ts';
import { withOrders } from '../../station/hanging/with-orders.ts';
import { usage, wholeNumber } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import { PROGRAM_FILES } from '../program-files.ts';
import type { Verb, VerbContext } from '../verb.ts';
import { checkKeep, keep, KEEP_ACTIONS, KEEP_HELP, KEEP_OPTIONS } from './hanging-keep.ts';
import { TRY_HELP, tryFile } from './hanging-try.ts';

const SHOWING = ['list', 'explain', 'dry-run', 'try'] as const;
const MOST_MONITORS = 8;

export const hangingVerb: Verb = {
  name: 'hanging',
  usage:
    'hanging list | explain --study UID | dry-run | try --file FILE | export | import FILE | versions | restore | remove | groups',
  help: `Which hanging protocol hangs a study, and why; and the protocols that the store keeps.
  list                 the protocols that count for you: { protocols: [{ id, name, scope, version, note }] }
  explain --study UID  { protocol, name, candidates: [{ id, name, score, outcome, why, rules }], stages, viewports: [{ label, kind,
                       role, studyUid, seriesUid, description, stack, objectId, images, document, reason, remark, monitor, x, y,
                       width, height }] }, best first, every rule in words with its points; protocol is null where the built-in
                       hanging by modality is used. A viewport has a series, or the reason why it has none; document: pdf, text,
                       waveform, which stands there in place of pictures; null: pictures
  dry-run              every study of the store: { studies, differently, protocols: [{ id, cases }], otherwise: [{ why, viewports }],
                       cases: [{ studyUid, modalities, description, protocol, name, viewports: [text], otherwise: [text],
                       leftOut: [text], before, differs }] }; otherwise: shown as something else than was asked for, and why (no
                       volume …); before: { protocol, version } by which you hung it last, null where you did not; differs:
                       another protocol or version now
${TRY_HELP}
${KEEP_HELP}
With --monitors N it is hung on so many monitors (1), with --portrait on ones that stand upright.`,
  options: { study: 'value', monitors: 'value', portrait: 'flag', file: 'value', ...KEEP_OPTIONS },
  takesWords: true,
  listKey: 'cases',
  roles: (args) => rolesOf(actionOf(args)),
  check(args) {
    const action = actionOf(args);
    if (action === 'explain') args.required('study');
    if (action === 'try') args.required('file');
    checkKeep(action, args);
    monitorsOf(args);
  },
  run: (context) => act(actionOf(context.args), context),
};

function rolesOf(action: string): CallRoles {
  if (action === 'list') return hangingCalls['hanging.protocols'].roles;
  return KEEP_ACTIONS.get(action)?.roles ?? CLINICAL;
}

async function act(action: string, context: VerbContext): Promise<unknown> {
  if (action === 'list') return { protocols: matcher(context).protocols.map(listed) };
  if (action === 'explain') return explain(context);
  if (action === 'try') return tryFile(context, monitorsOf(context.args));
  return action === 'dry-run' ? dryRun(context) : keep(action, context);
}

function actionOf(args: Arguments): string {
  const [word = '', ...rest] = args.positional;
  const actions = [...SHOWING, ...KEEP_ACTIONS.keys()];
  const isKeeping = KEEP_ACTIONS.has(word);
  if (!actions.includes(word) || (rest.length > 0 && !isKeeping)) {
    throw usage(`hanging needs one action: ${actions.join(', ')}`);
  }
  return word;
}

function monitorsOf(args: Arguments): readonly HangingMonitor[] {
  const count = wholeNumber(args.value('monitors') ?? '1', 'monitors', 1);
  if (count > MOST_MONITORS) throw usage(`--monitors is ${MOST_MONITORS} at most`);
  const orientation = args.has('portrait') ? 'portrait' : 'landscape';
  return Array.from({ length: count }, () => ({ role: 'any', orientation }));
}

/** Of all that counts for who opened the store. */
function matcher({ station }: Pick<VerbContext, 'station'>): ProtocolMatcher {
  return new ProtocolMatcher(station.rooms.hanging.forReader().protocols);
}

function listed({ id, name, scope, version, note }: ProtocolMatcher['protocols'][number]): unknown {
  return { id, name, scope, version, note: note ?? null };
}

async function explain(context: VerbContext): Promise<unknown> {
  const [first] = context.station.rooms.archive.idsOf(context.args.required('study'));
  const [one] = await opened(context, first === undefined ? [] : [first]);
  if (!one) throw new AppError('archive/unknown-study', 'the store has no such study');
  const { protocol, name, stages, candidates, fault } = matcher(context).hang(one.facts, one.builtIn);
  const shown = onDesk(stages, one);
  return {
    protocol: protocol?.id ?? null,
    name,
    candidates: candidates.map(({ id, name: called, score, outcome, why, rules }) => ({
      ...{ id, name: called, score, outcome, why },
      rules: rules.map(({ words }) => words),
    })),
    stages: shown.map(({ id, name: called, viewports }) => ({
      id,
      name: called,
      viewports: viewports.length,
    })),
    viewports: shown[0]?.viewports.map(viewportDocument) ?? [],
    fault,
  };
}

async function dryRun(context: VerbContext): Promise<unknown> {
  const protocols = matcher(context);
  const { archive } = context.station.rooms;
  // Two sites may have sent studies of one UID.
  const ids = new Set(archive.studies().flatMap(({ studyUid }) => archive.idsOf(studyUid)));
  const hung = (await opened(context, [...ids])).map((one) => ({
    one,
    hanging: protocols.hang(one.facts, one.builtIn),
  }));
  const counts = new Map<string | null, number>();
  for (const { hanging } of hung) {
    const id = hanging.protocol?.id ?? null;
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const before = context.station.rooms.reading.hungBy();
  const cases = hung.map(({ one, hanging }) => caseDocument(one, hanging, before.get(one.studyId) ?? null));
  return {
    studies: hung.length,
    differently: cases.filter(({ differs }) => differs).length,
    protocols: [...counts].map(([id, cases]) => ({ id, cases })).sort((a, b) => b.cases - a.cases),
    otherwise: counted(cases.flatMap(({ otherwise }) => otherwise)),
    cases,
  };
}

/** The studies with their earlier ones; that they were read is in the trail. */
async function opened({ station, args }: VerbContext, ids: readonly StudyId[]): Promise<readonly OpenedCase[]> {
  const { archive, audit, imagingOrders, besides } = station.rooms;
  const ordered = withOrders(archive, imagingOrders);
  const studies = { openStudy: (studyId: StudyId) => besides.with(ordered.openStudy(studyId)) };
  const tables = loadCaseTables(PROGRAM_FILES.resources);
  const desk = { reader: station.rooms.hanging.forReader().reader, monitors: monitorsOf(args) };
  const cases: OpenedCase[] = [];
  for (const studyId of ids) {
    cases.push(await openCase(studies, studyId, tables, desk));
    await audit.commandLine.study('hanging', studyId);
  }
  return cases;
}

/** @param before by what it was hung; null: nobody wrote it down */
function caseDocument(
  { facts: { study }, noVolume }: OpenedCase,
  { protocol, name, stages }: Hanging,
  before: Pick<DeskHanging, 'protocol' | 'version'> | null,
): Readonly<Record<string, unknown>> & { readonly differs: boolean; readonly otherwise: readonly string[] } {
  const { studyUid, modalities, description } = study;
  const [first] = onDesk(stages, { noVolume });
  const now = { protocol: protocol?.id ?? null, version: protocol?.version ?? null };
  return {
    ...{ studyUid, modalities, description, protocol: now.protocol, name },
    ...{ viewports: first?.viewports.map(viewportText) ?? [] },
    otherwise: first?.viewports.flatMap(({ remark }) => remark ?? []) ?? [],
    leftOut: first?.leftOut.map(({ label, why }) => `${label}: ${why}`) ?? [],
    before: before && { protocol: before.protocol, version: before.version },
    differs: before !== null && (before.protocol !== now.protocol || before.version !== now.version),
  };
}

/** Each reason once, with the viewports that it is said of, the most common first. */
function counted(reasons: readonly string[]): readonly { readonly why: string; readonly viewports: number }[] {
  const counts = new Map<string, number>();
  for (const why of reasons) counts.set(why, (counts.get(why) ?? 0) + 1);
  return [...counts].map(([why, viewports]) => ({ why, viewports })).sort((a, b) => b.viewports - a.viewports);
}

function viewportText({ role, kind, stack, reason, remark, keyImages }: HungViewport): string {
  if (!stack) return `(${reason ?? ''})`;
  if (kind === 'report') return `${role} report`;
  if (kind === 'key-images') return `${role} key images (${keyImages ?? 0})${remark === null ? '' : `; ${remark}`}`;
  const called = [stack.description ?? stack.modality ?? '', stack.name, stack.laterality, stack.view].filter(Boolean);
  const what = stack.document === undefined ? String(stack.images) : DOCUMENT_WORDS[stack.document];
  return `${role} ${kind}: ${called.join(', ')} (${what})${remark === null ? '' : `; ${remark}`}`;
}

function viewportDocument({ label, kind, role, stack, reason, remark, place }: HungViewport): unknown {
  return {
    ...{ label, kind, role, studyUid: stack?.studyUid ?? null, seriesUid: stack?.seriesUid ?? null },
    ...{ description: stack?.description ?? null, stack: stack?.name ?? null, objectId: stack?.objectId ?? null },
    ...{ images: stack?.images ?? 0, document: stack?.document ?? null, reason, remark },
    ...place,
  };
}
