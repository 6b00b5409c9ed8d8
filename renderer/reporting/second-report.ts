import type { Report } from '../../shared/model/report.ts';
import { togetherWords } from '../../shared/report/together.ts';

/** Before another report of a study is begun that is reported already; null: none is. */
export function secondReportWords(reports: readonly Report[]): string | null {
  const standing = reports.findLast(({ state }) => state !== 'withdrawn' && state !== 'draft') ?? reports.at(-1);
  if (standing === undefined || standing.state === 'withdrawn') return null;
  const [own, ...others] = standing.together ?? [];
  const is = standing.state === 'draft' ? 'is being written' : `is ${standing.state}`;
  if (own === undefined || others.length === 0) {
    return `A report of this study ${is}. An addendum or a correction begins from that one.`;
  }
  const about = togetherWords(own, others);
  return `This study is reported together with others: ${about}. That report ${is}; an addendum or a correction begins from it.`;
}
