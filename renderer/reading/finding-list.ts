import table from '../../resources/findings.json';
import { FindingList } from '../../shared/report/finding-list.ts';

/** The codes that came with the program. */
export const FINDING_LIST: FindingList = FindingList.parse(table);
