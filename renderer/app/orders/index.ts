export { FirstOrWiped } from './first-or-wiped.tsx';
export { GateOrders } from './gate-orders.tsx';
export { OrderBanners } from './order-banners.tsx';
