import path from 'node:path';
import { CLINICAL, EVERY_ROLE } from '../../../shared/contract/roles.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { HangingMonitor } from '../../../shared/hanging/protocol/case-facts.ts';
import { ProtocolMatcher } from '../../../shared/hanging/protocol/match.ts';
import type { Hanging } from '../../../shared/hanging/protocol/match.ts';
import type { HungViewport } from '../../../shared/hanging/protocol/stages.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import { loadCaseTables, loadProtocols } from '../../station/hanging/load-hanging.ts';
import { openCase } from '../../station/hanging/open-case.ts';
import type { OpenedCase } from '../../station/hanging/open-case.ts';
import { usage, wholeNumber } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import { PROGRAM_FILES } from '../program-files.ts';
import type { Verb, VerbContext } from '../verb.ts';

const ACTIONS = ['list', 'explain', 'dry-run'] as const;
type Action = (typeof ACTIONS)[number];
const MOST_MONITORS = 8;

export const hangingVerb: Verb = {
  name: 'hanging',
  usage: 'hanging list | explain --study UID | dry-run [--monitors N] [--portrait]',
  help: `Which hanging protocol hangs a study, and why. The window does not hang by protocols yet.
  list                 the protocols that came with the program: { protocols: [{ id, name, scope, version, note }] }. Opens no store
  explain --study UID  { protocol, name, candidates: [{ id, name, score, outcome, why, rules }], stages, viewports: [{ label, kind,
                       role, studyUid, seriesUid, description, stack, objectId, images, reason, remark, monitor, x, y, width,
                       height }] }, best first, every rule in words with its points; protocol is null where the built-in hanging
                       by modality is used. A viewport has a series, or the reason why it has none
  dry-run              every study of the store: { studies, protocols: [{ id, cases }], cases: [{ studyUid, modalities, description,
                       protocol, name, viewports: [text] }] }
With --monitors N it is hung on so many monitors (1), with --portrait on ones that stand upright.`,
  options: { study: 'value', monitors: 'value', portrait: 'flag' },
  takesWords: true,
  listKey: 'cases',
  roles: (args) => (actionOf(args) === 'list' ? EVERY_ROLE : CLINICAL),
  check(args) {
    if (actionOf(args) === 'explain') args.required('study');
    monitorsOf(args);
  },
  isAlone: (args) => actionOf(args) === 'list',
  alone: () => Promise.resolve({ protocols: matcher().protocols.map(listed) }),
  run: (context) => (actionOf(context.args) === 'explain' ? explain(context) : dryRun(context)),
};

function actionOf(args: Arguments): Action {
  const [word = '', ...rest] = args.positional;
  const action = ACTIONS.find((one) => one === word);
  if (action === undefined || rest.length > 0) throw usage(`hanging needs one action: ${ACTIONS.join(', ')}`);
  return action;
}

function monitorsOf(args: Arguments): readonly HangingMonitor[] {
  const count = wholeNumber(args.value('monitors') ?? '1', 'monitors', 1);
  if (count > MOST_MONITORS) throw usage(`--monitors is ${MOST_MONITORS} at most`);
  const orientation = args.has('portrait') ? 'portrait' : 'landscape';
  return Array.from({ length: count }, () => ({ role: 'any', orientation }));
}

function matcher(): ProtocolMatcher {
  return new ProtocolMatcher(loadProtocols(path.join(PROGRAM_FILES.resources, 'hanging')));
}

function listed({ id, name, scope, version, note }: ProtocolMatcher['protocols'][number]): unknown {
  return { id, name, scope, version, note: note ?? null };
}

async function explain(context: VerbContext): Promise<unknown> {
  const [first] = context.station.rooms.archive.idsOf(context.args.required('study'));
  const [one] = await opened(context, first === undefined ? [] : [first]);
  if (!one) throw new AppError('archive/unknown-study', 'the store has no such study');
  const { protocol, name, stages, candidates, fault } = matcher().hang(one.facts, one.builtIn);
  return {
    protocol: protocol?.id ?? null,
    name,
    candidates: candidates.map(({ id, name: called, score, outcome, why, rules }) => ({
      ...{ id, name: called, score, outcome, why },
      rules: rules.map(({ words }) => words),
    })),
    stages: stages.map(({ id, name: called, viewports }) => ({ id, name: called, viewports: viewports.length })),
    viewports: stages[0]?.viewports.map(viewportDocument) ?? [],
    fault,
  };
}

async function dryRun(context: VerbContext): Promise<unknown> {
  const protocols = matcher();
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
  return {
    studies: hung.length,
    protocols: [...counts].map(([id, cases]) => ({ id, cases })).sort((a, b) => b.cases - a.cases),
    cases: hung.map(({ one, hanging }) => caseDocument(one, hanging)),
  };
}

/** The studies with their earlier ones; that they were read is in the trail. */
async function opened({ station, args }: VerbContext, ids: readonly StudyId[]): Promise<readonly OpenedCase[]> {
  const { archive, audit } = station.rooms;
  const tables = loadCaseTables(PROGRAM_FILES.resources);
  const { people, personId } = station.access.requireStore();
  const desk = { reader: { name: people.get(personId).name, groups: [] }, monitors: monitorsOf(args) };
  const cases: OpenedCase[] = [];
  for (const studyId of ids) {
    cases.push(openCase(archive, studyId, tables, desk));
    await audit.commandLine.study('hanging', studyId);
  }
  return cases;
}

function caseDocument({ facts: { study } }: OpenedCase, { protocol, name, stages }: Hanging): unknown {
  const { studyUid, modalities, description } = study;
  const viewports = stages[0]?.viewports.map(viewportText) ?? [];
  return { studyUid, modalities, description, protocol: protocol?.id ?? null, name, viewports };
}

function viewportText({ role, kind, stack, reason }: HungViewport): string {
  if (!stack) return `(${reason ?? ''})`;
  const called = [stack.description ?? stack.modality ?? '', stack.name, stack.laterality, stack.view].filter(Boolean);
  return `${role} ${kind}: ${called.join(', ')} (${stack.images})`;
}

function viewportDocument({ label, kind, role, stack, reason, remark, place }: HungViewport): unknown {
  return {
    ...{ label, kind, role, studyUid: stack?.studyUid ?? null, seriesUid: stack?.seriesUid ?? null },
    ...{ description: stack?.description ?? null, stack: stack?.name ?? null, objectId: stack?.objectId ?? null },
    ...{ images: stack?.images ?? 0, reason, remark },
    ...place,
  };
}
