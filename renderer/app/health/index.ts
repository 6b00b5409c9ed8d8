export { HealthBanners } from './health-banners.tsx';
export { CheckAgainMark, HealthContext, useHealth } from './health-context.tsx';
export { Health } from './health.ts';
export { StoreSection } from './store-section.tsx';
