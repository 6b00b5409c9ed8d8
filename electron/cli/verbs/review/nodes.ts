import type { JobId } from '../../../../shared/model/ids.ts';
import type { PackageKind } from '../../../../shared/model/review/package.ts';
import { SETTING, settingsOf } from '../source-settings.ts';
import { proofsOf } from '../source-proofs.ts';
import type { OptionTable } from '../../arguments.ts';
import { onStopSignal } from '../../stop-signal.ts';
import type { VerbContext } from '../../verb.ts';
import type { Action } from './action.ts';
import { daysOf, PACKAGE_DAYS } from './package-days.ts';

export const nodeHelp = `  nodes | node-remove --node N                      { nodes }: DICOM nodes for second readings alone; held: made and not there yet
  node-add --name N --kind dimse|dicomweb …         sets one up; the other options as of source add. Refused where studies or results go;
                                                    --another-server: it is none of those on the same machine
  post --to P --node N [--days N]                   { sent: [{ kind, parts, sent }] }: as send and answer, by way of the node
  look --node N                                     { taken, refused, incomplete }: sends what is held, takes what is there for you`;

/** Those of a source as well. */
export const nodeOptions: OptionTable = { ...SETTING, node: 'value', 'another-server': 'flag' };

/** Packages by way of a DICOM node. */
export const NODE_ACTIONS: Readonly<Record<string, Action>> = {
  nodes: {
    ...{ call: 'review.nodes', needs: [], makesNothing: true },
    run: (_room, _args, { reviewNodes }) => ({ nodes: reviewNodes.nodes.list() }),
  },
  'node-add': {
    call: 'review.addNode',
    needs: ['name', 'kind'],
    run: async (_room, args, { reviewNodes }, context) => {
      const settings = settingsOf(args, null);
      return reviewNodes.nodes.add(settings, await proofsOf(context, settings, true), args.has('another-server'));
    },
  },
  'node-remove': {
    call: 'review.removeNode',
    needs: ['node'],
    run: (_room, args, { reviewNodes }) => {
      reviewNodes.nodes.remove(args.required('node'));
      return { removed: args.required('node') };
    },
  },
  post: { call: 'review.sendVia', needs: ['to', 'node'], run: (_room, _args, _rooms, context) => posted(context) },
  look: {
    call: 'review.lookAt',
    needs: ['node'],
    run: (_room, args, { reviewNodes }, context) =>
      done(context, reviewNodes.mailIn.begin(args.required('node')), 'taking what is there'),
  },
};

/** Everything that waits for them, a package a kind and programme. */
async function posted(context: VerbContext): Promise<unknown> {
  const { station, args } = context;
  const { packages, reviewNodes } = station.rooms;
  const { peerId } = packages.peer(args.required('to'));
  const node = args.required('node');
  const days = daysOf(args, PACKAGE_DAYS);
  const sent: { readonly kind: PackageKind }[] = [];
  for (const { kind, programmeId } of packages.packages().waiting.filter((one) => one.peerId === peerId)) {
    const jobId = reviewNodes.mailOut.send(node, { peer: peerId, kind, programmeId, days });
    sent.push({ kind, ...Object(await done(context, jobId, 'sending')) });
  }
  return { sent };
}

async function done({ station, say }: VerbContext, jobId: JobId, what: string): Promise<unknown> {
  const { jobs } = station.access.requireStore();
  const silence = jobs.onProgress.on(({ jobId: of, doneCount, totalCount }) => {
    if (of === jobId && totalCount !== null) say(`${what}: ${doneCount} of ${totalCount}`);
  });
  const deafen = onStopSignal(() => jobs.cancel(jobId));
  try {
    return await jobs.wait(jobId);
  } finally {
    deafen();
    silence();
  }
}
