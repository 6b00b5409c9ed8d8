import { runReportVerb, REPORT_OPTIONS } from '../../station/reporting/report-cli.ts';
import { usage } from '../arguments.ts';
import type { Verb } from '../verb.ts';

export const reportVerb: Verb = {
  name: 'report',
  usage: 'report templates|new|set|check|sign|amend|verify|export …',
  help: `Writes, checks, signs and exports reports.
  templates --study UID                       { templates: [{ id, name }] }, best first
  new --study UID --template ID               { reportId }
  set --report ID --section NAME --text T     (--field ID --value V for a field)
  check --report ID                           { findings: [{ code, tier, message }] }
  sign --report ID [--acknowledge CODE,…|all] refuses with the codes that stand in the way
  amend --report ID                           { reportId } of a new draft that names its predecessor
  verify --report ID                          { ok }
  export --report ID --format sr|pdf|fhir|hl7|text --out FILE`,
  options: REPORT_OPTIONS,
  async run({ station, args }) {
    const [action, ...rest] = args.positional;
    if (action === undefined || rest.length > 0) throw usage('report needs one action; see `nightjar help report`');
    return runReportVerb(station.rooms, action, args);
  },
};
