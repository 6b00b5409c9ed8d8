import type { FindingCategory, FrozenPolicy } from '../../model/communication.ts';
import type { CriticalCategory } from '../../model/site-services.ts';

/** Where a site says nothing: 15 and 60 minutes, 3 hours, 3 days (rule 3.2). */
export const DEFAULT_POLICY: Readonly<Record<FindingCategory, FrozenPolicy>> = {
  1: { alert: 15, most: 60, spoken: true },
  2: { alert: 120, most: 180, spoken: false },
  3: { alert: 2 * 24 * 60, most: 3 * 24 * 60, spoken: false },
};
export const DEFAULT_POLICY_ID = 'nightjar-default-1';

/** A site's own code of a category: "1", "cat-1", "category1", "red". Null: none of the three. */
export function categoryOf(code: string): FindingCategory | null {
  const found = /^(?:cat(?:egory)?[-._]?)?([123])$|^(red|orange|yellow)$/i.exec(code);
  if (!found) return null;
  switch ((found[1] ?? found[2] ?? '').toLowerCase()) {
    case '1':
    case 'red':
      return 1;
    case '2':
    case 'orange':
      return 2;
    default:
      return 3;
  }
}

/** What a site asks for of a category; what it leaves open is as in rule 3.2, and never later than the end. */
export function policyOf(category: FindingCategory, own: readonly CriticalCategory[]): FrozenPolicy {
  const usual = DEFAULT_POLICY[category];
  const site = own.find(({ code }) => categoryOf(code) === category);
  if (!site) return usual;
  const alert = site.alertMinutes ?? (site.minutes === usual.most ? usual.alert : Math.ceil(site.minutes / 4));
  return { alert: Math.min(alert, site.minutes), most: site.minutes, spoken: site.spoken ?? usual.spoken };
}
