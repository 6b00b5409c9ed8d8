import { CLINICAL } from '../../../shared/contract/roles.ts';
import { ReportSearch } from '../../../shared/model/report-hit.ts';
import type { Station } from '../../station/station.ts';
import { usage } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';

export const FIND_ROLES = CLINICAL;
export const FIND_OPTIONS = { modality: 'value', from: 'value', to: 'value', site: 'value', limit: 'value' } as const;
export const FIND_HELP = `  search WORDS… [--modality M] [--from DATE] [--to DATE] [--site NAME] [--limit N]
                                              { hits: [{ ref, origin, studyId, patientName, title, date, state, excerpt, … }], more }:
                                              signed reports, ours and others', newest first. Words are beginnings of words;
                                              "words together", and -word for none of it; dates of the study as 20260131
  priors --study UID                          { reports: [{ origin, title, date, signer, state, sections, doubts, … }] }: what was
                                              reported of the patient before, by this station, by messages, as DICOM objects`;

/** `report search` and `report priors`. */
export function isFindAction({ positional }: Arguments): boolean {
  return positional[0] === 'search' || positional[0] === 'priors';
}

/** Throws wrong usage. */
export function checkFindAction(args: Arguments): void {
  if (args.positional[0] === 'search') searchOf(args);
  else if (args.positional.length > 1) throw usage('report priors takes --study alone');
  else args.required('study');
}

export async function runFind(station: Station, args: Arguments): Promise<unknown> {
  const { library, reporting, audit } = station.rooms;
  if (args.positional[0] === 'priors') {
    const studyId = reporting.studyOf(args.required('study'));
    await audit.commandLine.study('report priors', studyId);
    return { reports: await library.priorTexts(studyId) };
  }
  // The words of all reports are in the index before any is found.
  await library.filled;
  const search = searchOf(args);
  const found = library.search(search);
  await audit.searches.listed(search.words, found.hits.length);
  return found;
}

function searchOf(args: Arguments): ReportSearch {
  const limit = args.value('limit');
  const read = ReportSearch.safeParse({
    words: args.positional.slice(1).join(' '),
    ...{ modality: args.value('modality'), from: args.value('from'), to: args.value('to'), site: args.value('site') },
    ...(limit === null ? {} : { limit: Number(limit) }),
  });
  if (!read.success || read.data.words.trim() === '') {
    throw usage('report search takes words; --from and --to are days as 20260131, --limit 1 to 200');
  }
  return read.data;
}
