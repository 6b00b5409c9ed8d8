import type { PointResponses } from '../../../../shared/model/lesion.ts';
import type { Code } from '../../../../shared/model/report.ts';
import { child, codedItem, container } from './content-item.ts';
import type { DicomItem } from './element.ts';

type Response = NonNullable<PointResponses['overall']>;

const dcm = (value: string, meaning: string): Code => ({ value, scheme: 'DCM', meaning });
/** CID 6144 has neither a response of all lesions nor one that cannot be evaluated. */
const own = (value: string, meaning: string): Code => ({ value, scheme: '99NIGHTJAR', meaning });

const EVALUATIONS: Code = { value: 'C0034375', scheme: 'UMLS', meaning: 'Qualitative Evaluations' };
const CURRENT = dcm('112048', 'Current Response');
const OVERALL = own('OVERALL_RESPONSE', 'Overall response at this time point');
const METHOD = dcm('112021', 'Response Evaluation Method');
const RECIST = dcm('126081', 'RECIST 1.1');

const TARGET: Partial<Record<Response, Code>> = {
  CR: dcm('112041', 'Target Lesion Complete Response'),
  PR: dcm('112042', 'Target Lesion Partial Response'),
  SD: dcm('112044', 'Target Lesion Stable Disease'),
  PD: dcm('112043', 'Target Lesion Progressive Disease'),
  NE: own('TARGET_NE', 'Target lesions not evaluable'),
};
const NON_TARGET: Partial<Record<Response, Code>> = {
  CR: dcm('112045', 'Non-Target Lesion Complete Response'),
  'Non-CR/Non-PD': dcm('112046', 'Non-Target Lesion Incomplete Response or Stable Disease'),
  PD: dcm('112047', 'Non-Target Lesion Progressive Disease'),
  NE: own('NON_TARGET_NE', 'Non-target lesions not evaluable'),
};
const ALL: Record<Response, Code> = {
  CR: own('CR', 'Complete response'),
  PR: own('PR', 'Partial response'),
  SD: own('SD', 'Stable disease'),
  PD: own('PD', 'Progressive disease'),
  NE: own('NE', 'Not evaluable'),
  'Non-CR/Non-PD': own('NON_CR_NON_PD', 'Neither complete response nor progressive disease'),
};

/**
 * What the lesions came to (rule 3.3), as evaluations of the whole report (TID 1500, rows 12 and 13): a response is of all target lesions,
 * or of all others, and stands at no single one. The method is said beside each.
 */
export function responseItems({ target, nonTarget, overall }: PointResponses): DicomItem[] {
  const method = child('HAS CONCEPT MOD', codedItem(METHOD, RECIST));
  const said = (name: Code, value: Code | undefined): DicomItem[] =>
    value === undefined ? [] : [child('CONTAINS', codedItem(name, value), method)];
  const items = [
    ...(target === null ? [] : said(CURRENT, TARGET[target])),
    ...(nonTarget === null ? [] : said(CURRENT, NON_TARGET[nonTarget])),
    ...(overall === null ? [] : said(OVERALL, ALL[overall])),
  ];
  return items.length === 0 ? [] : [child('CONTAINS', container(EVALUATIONS, null), ...items)];
}
