export { IdleNotice } from './idle-notice.tsx';
export { IdleWatch } from './idle-watch.ts';
