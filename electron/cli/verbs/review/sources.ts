import path from 'node:path';
import { BringFormat, BroughtReports } from '../../../../shared/model/review/brought.ts';
import { HandFlag } from '../../../../shared/model/review/pool.ts';
import { CSV_COLUMNS } from '../../../../shared/review/sources/csv-reports.ts';
import { usage } from '../../arguments.ts';
import type { Arguments } from '../../arguments.ts';
import { onStopSignal } from '../../stop-signal.ts';
import type { VerbContext } from '../../verb.ts';
import type { Action } from './action.ts';

/** What second readings are drawn from. */
export const SOURCE_ACTIONS: Readonly<Record<string, Action>> = {
  bring: {
    call: 'review.bringFile',
    needs: ['from', 'in', 'site'],
    run: (_room, _args, _rooms, context) => bring(context),
  },
  flag: { call: 'review.flag', needs: ['flag', 'reason'], run: (_room, _args, _rooms, context) => flag(context) },
  pool: { call: 'review.pool', needs: [], run: (_room, _args, { reviewPool }) => reviewPool.counts() },
};

export const SOURCE_HELP = `  bring --from csv|oru|fhir --in FILE --site S [--zone Z]
                                                    reports of others to draw from: { read, added, known, replaced, withdrawn,
                                                    addenda, linked, refused: [{ why, reports, lines }] }; the same file again adds
                                                    nothing. Z: zone of times without an offset (Europe/Berlin), else this computer's
    columns of csv, first line, any order: ${CSV_COLUMNS.slice(0, 9).join(', ')},
    ${CSV_COLUMNS.slice(9).join(', ')};
    needed: report_id, signed_at, author, modality and one of the texts
  flag --flag F --reason T --accession A|--report ID [--site S] [--off]
                                                    { reports }: to be drawn on purpose; F: ${HandFlag.options.join(', ')}
  pool                                              { pool }: how many reports there are, by where they came from`;

async function bring({ station, args, say }: VerbContext): Promise<unknown> {
  const format = BringFormat.safeParse(args.required('from'));
  if (!format.success) throw usage(`--from is one of ${BringFormat.options.join(', ')}`);
  const { jobs } = station.access.requireStore();
  const silence = jobs.onProgress.on(({ doneCount, doneBytes, totalBytes, timeLeft }) => {
    const of = totalBytes === null ? '' : ` of ${(totalBytes / 1e6).toFixed(1)}`;
    const left = timeLeft === null ? '' : `, ${Math.ceil(timeLeft)} s left`;
    say(`${doneCount} reports, ${(doneBytes / 1e6).toFixed(1)}${of} MB${left}`);
  });
  const jobId = station.rooms.reviewBring.start({
    ...{ file: path.resolve(args.required('in')), format: format.data, site: args.required('site') },
    zone: args.value('zone'),
  });
  const deafen = onStopSignal(() => {
    say('stopping after the reports in hand …');
    jobs.cancel(jobId);
  });
  try {
    return BroughtReports.parse(await jobs.wait(jobId));
  } finally {
    deafen();
    silence();
  }
}

async function flag({ station, args }: VerbContext): Promise<unknown> {
  const wanted = HandFlag.safeParse(args.required('flag'));
  if (!wanted.success) throw usage(`--flag is one of ${HandFlag.options.join(', ')}`);
  const { report, accession } = numberOf(args);
  const reports = await station.rooms.reviewPool.flag({
    ...{ report, accession, site: args.value('site'), flag: wanted.data },
    ...{ isOn: !args.has('off'), reason: args.required('reason') },
  });
  return { reports };
}

function numberOf(args: Arguments): { readonly report: string | null; readonly accession: string | null } {
  const [report, accession] = [args.value('report'), args.value('accession')];
  if ((report === null) === (accession === null)) throw usage('review flag needs --accession or --report');
  return { report, accession };
}
