export { listKeys } from './list-keys.ts';
export { Transfers } from './transfers/transfers.ts';
export { ListContext } from './worklist-context.tsx';
export type { ListParts } from './worklist-context.tsx';
export type { WorklistTab } from './tab-filter.ts';
export { StatNotice } from './stat-notice.tsx';
export { useStatBell } from './use-stat-bell.ts';
export { WorklistScreen } from './worklist-screen.tsx';
export { Worklist } from './worklist.ts';
